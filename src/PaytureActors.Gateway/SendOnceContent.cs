using System.Net;
using System.Security.Cryptography;

namespace PaytureActors.Gateway;

/// <summary>
/// A request's body that can leave once. A connection asks for it when it is made and its first byte is due (the headers still wait
/// in its buffer), so this is the last step before the socket: here a late request is held back, and here a second try by anything on the way
/// (a stale pooled connection, a retrying handler) finds the door closed. What the body knows of itself is the proof of NotSent.
/// </summary>
internal sealed class SendOnceContent : HttpContent
{
    private readonly byte[] _body;
    private readonly Func<bool> _isLate;
    private int _state = (int)State.Waiting;

    /// <param name="body">The form, already encoded; wiped when this is disposed.</param>
    /// <param name="isLate">Whether the body may no longer leave, asked when the first byte is due.</param>
    public SendOnceContent(byte[] body, Func<bool> isLate)
    {
        _body = body;
        _isLate = isLate;
        Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
    }

    private enum State
    {
        Waiting,
        Begun,
        HeldBack,
        Closed,
    }

    /// <summary>Whether a byte may have left.</summary>
    public bool HasBegun => Volatile.Read(ref _state) == (int)State.Begun;

    /// <summary>Whether it was found late, and no byte of it has left or ever will.</summary>
    public bool WasHeldBack => Volatile.Read(ref _state) == (int)State.HeldBack;

    /// <summary>Ends the wait: a body that has not begun by now never will. Called when its call is over.</summary>
    public void Close() => Interlocked.CompareExchange(ref _state, (int)State.Closed, (int)State.Waiting);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_isLate())
            Interlocked.CompareExchange(ref _state, (int)State.HeldBack, (int)State.Waiting);
        if (Interlocked.CompareExchange(ref _state, (int)State.Begun, (int)State.Waiting) != (int)State.Waiting)
            throw new BodyHeldBackException();
        await stream.WriteAsync(_body, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        Close();
        CryptographicOperations.ZeroMemory(_body);
        base.Dispose(disposing);
    }
}

/// <summary>The body was asked for when it was late, or a second time; it did not leave.</summary>
internal sealed class BodyHeldBackException() : Exception("The request was held back at the socket: it was late, or had left before.");
