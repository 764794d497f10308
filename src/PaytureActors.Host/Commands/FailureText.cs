using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using PaytureActors.Host.Logging;

namespace PaytureActors.Host.Commands;

/// <summary>Says in one message why a command failed and what to do; masked as the logs are.</summary>
internal static class FailureText
{
    public static string Of(Exception failure) => CardMask.Apply(Describe(failure));

    private static string Describe(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [var only] } => Describe(only),
        OptionsValidationException invalid => "The configuration is not valid:"
            + string.Concat(invalid.Failures.Select(line => $"{Environment.NewLine}  {line}")),
        CommandFailedException told => told.Message,
        InvalidDataException => $"{failure.Message.TrimEnd('.')}: {Innermost(failure).Message}", // A settings file; the innermost names the place.
        _ when Find<AddressInUseException>(failure) is not null =>
            $"{failure.Message.TrimEnd('.')}. End the process that listens there, or choose another address with --urls.",
        _ when Find<SocketException>(failure) is { SocketErrorCode: SocketError.AccessDenied } =>
            $"{failure.Message.TrimEnd('.')}. Choose a port above 1023 with --urls.",
        _ => $"{failure.Message.TrimEnd('.')}. Run again with --verbose to see all details.",
    };

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;

    private static T? Find<T>(Exception? failure) where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T found)
                return found;
        }

        return null;
    }
}

/// <summary>A command cannot go on; the message says why and what to do.</summary>
internal sealed class CommandFailedException : Exception
{
    public CommandFailedException() { }

    public CommandFailedException(string message) : base(message) { }

    public CommandFailedException(string message, Exception cause) : base(message, cause) { }
}
