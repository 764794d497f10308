using System.Globalization;
using Microsoft.Extensions.Configuration.Memory;
using Serilog;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Display;

namespace PaytureActors.Host.Logging;

/// <summary>Sends the logs to the console through the mask.</summary>
internal static class LoggingExtensions
{
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    /// <summary>What is logged where no setting says otherwise: what an operator wants to know of a good day, and every worse thing.</summary>
    private static IReadOnlyDictionary<string, string?> DefaultLevels { get; } = new Dictionary<string, string?>
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Akka"] = "Warning",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions.Hosting"] = "None", // Whatever ends a start is told once, in one message, on the error stream.
    };

    /// <summary>Replaces all providers; what is logged is decided by the section Logging of the configuration.</summary>
    public static void AddMaskedConsole(this IHostApplicationBuilder builder, bool verbose)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = DefaultLevels });
        var logging = builder.Logging;
        logging.ClearProviders().AddConfiguration(builder.Configuration.GetSection("Logging"));
        var logger = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Console(new MaskingFormatter(new MessageTemplateTextFormatter(Line, CultureInfo.InvariantCulture)))
            .CreateLogger();
        logging.AddProvider(new SerilogLoggerProvider(logger, dispose: true));
        if (verbose)
            logging.AddFilter(level => level >= LogLevel.Debug);
    }
}
