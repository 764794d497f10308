using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PaytureActors.Gateway.Tests;

/// <summary>A server on a bare socket: it does exactly what a test says, and keeps every byte that came.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawConnection, Task> _behaviour;
    private readonly Task _accepting;

    public RawServer(Func<RawConnection, Task> behaviour)
    {
        _behaviour = behaviour;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Host => new($"http://127.0.0.1:{Port}/");

    public ConcurrentQueue<RawConnection> Connections { get; } = new();

    /// <summary>How many requests of a path have begun to arrive, on all connections.</summary>
    public int CountOf(string path) => Connections.Sum(connection => connection.CountOf("POST /" + path + " "));

    /// <summary>How many bytes arrived at all.</summary>
    public long BytesReceived => Connections.Sum(connection => connection.BytesReceived);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        foreach (var connection in Connections)
            connection.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = new RawConnection(await _listener.AcceptSocketAsync(_stop.Token), _stop.Token);
                Connections.Enqueue(connection);
                _ = RunAsync(connection);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task RunAsync(RawConnection connection)
    {
        try
        {
            await _behaviour(connection);
            await connection.DrainAsync(); // Whatever comes after the script counts, too.
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The other side went away, or the test is over.
        }
    }
}

/// <summary>One accepted connection.</summary>
internal sealed class RawConnection(Socket socket, CancellationToken stop) : IDisposable
{
    private readonly MemoryStream _received = new();
    private readonly Lock _lock = new();
    private int _consumed;

    public long BytesReceived
    {
        get
        {
            lock (_lock)
                return _received.Length;
        }
    }

    public string Text
    {
        get
        {
            lock (_lock)
                return Encoding.Latin1.GetString(_received.GetBuffer(), 0, (int)_received.Length);
        }
    }

    public int CountOf(string needle)
    {
        var text = Text;
        var count = 0;
        for (var at = text.IndexOf(needle, StringComparison.Ordinal); at >= 0; at = text.IndexOf(needle, at + 1, StringComparison.Ordinal))
            count++;
        return count;
    }

    /// <summary>Reads one whole request, and gives its head and its body.</summary>
    public async Task<(string Head, string Body)> ReadRequestAsync()
    {
        while (true)
        {
            var text = Text[_consumed..];
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var head = text[..end];
                var line = head.Split("\r\n").First(header => header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
                var length = int.Parse(line.AsSpan("Content-Length:".Length), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
                if (text.Length >= end + 4 + length)
                {
                    _consumed += end + 4 + length;
                    return (head, text.Substring(end + 4, length));
                }
            }

            if (!await ReceiveAsync())
                throw new OperationCanceledException("The client closed before a whole request came.");
        }
    }

    /// <summary>Reads until something came.</summary>
    public Task<bool> ReadSomethingAsync() => ReceiveAsync();

    public async Task DrainAsync()
    {
        while (await ReceiveAsync())
        {
        }
    }

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(byte[] bytes) => await socket.SendAsync(bytes, stop);

    public Task AnswerAsync(string xml) => AnswerAsync(200, xml);

    public Task AnswerAsync(int status, string body, string headers = "") => SendAsync(
        $"HTTP/1.1 {status} Said\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

    /// <summary>Closes with a FIN.</summary>
    public void Close()
    {
        socket.Shutdown(SocketShutdown.Both);
        socket.Dispose();
    }

    /// <summary>Closes with a RST.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    public void Dispose() => socket.Dispose();

    private async Task<bool> ReceiveAsync()
    {
        var chunk = new byte[8192];
        var read = await socket.ReceiveAsync(chunk, stop);
        lock (_lock)
            _received.Write(chunk, 0, read);
        return read > 0;
    }
}
