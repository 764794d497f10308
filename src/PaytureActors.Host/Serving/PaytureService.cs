using PaytureActors.AspNetCore;
using PaytureActors.Hosting;
using PaytureActors.Host.Commands;
using PaytureActors.Host.Logging;

namespace PaytureActors.Host.Serving;

/// <summary>The service: the engine, its REST doors, and in a demo the gateway, too.</summary>
internal static class PaytureService
{
    /// <summary>Runs until a signal comes; what is wrong at start is thrown.</summary>
    public static async Task<int> RunAsync(ServeSettings settings, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            Args = ["--hostBuilder:reloadConfigOnChange=false"], // Settings are read once: a payment service does not change its mind under way.
        });
        Configure(builder.Configuration, builder.Environment.EnvironmentName, settings);
        builder.AddMaskedConsole(settings.Verbose);

        var urls = ServiceAddresses.Choose(settings.Urls, builder.Configuration);
        var demo = DemoInstallation.Find(builder.Configuration, settings.Demo || builder.Environment.IsDevelopment(), urls);
        builder.WebHost.UseUrls(demo?.Urls ?? urls);
        builder.Services.AddPaytureActors(builder.Configuration.GetSection("Payture"));
        builder.Services.AddPaytureRest();
        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = SayWhatNext);
        demo?.PlugIn(builder.Services);

        await using var app = builder.Build();
        app.UseStatusCodePages(); // What no door answers (an unknown path, a wrong method) is a problem document, too.
        app.MapPayture();
        demo?.Map(app);
        await app.StartAsync(cancellationToken);
        await using var notifications = demo?.DeliverNotifications();

        Greeting.Print(app.Urls, demo, builder.Configuration);
        await app.WaitForShutdownAsync(cancellationToken);
        return PaytureCommandLine.Success;
    }

    private static void SayWhatNext(ProblemDetailsContext context) => context.ProblemDetails.Detail ??= context.ProblemDetails.Status switch
    {
        StatusCodes.Status404NotFound => "No door has this path; nothing was done. Correct it: /openapi/v1.json lists every door.",
        StatusCodes.Status405MethodNotAllowed =>
            "The path is right and the method is not; nothing was done. Use a method that the header Allow names: /openapi/v1.json lists every door.",
        _ => null,
    };

    // Beside the binary, in the working directory, named, in the environment, on the command line: the later one wins.
    private static void Configure(ConfigurationManager configuration, string environment, ServeSettings settings)
    {
        var here = Directory.GetCurrentDirectory();
        if (Path.GetFullPath(here) != Path.GetFullPath(AppContext.BaseDirectory).TrimEnd(Path.DirectorySeparatorChar))
        {
            configuration.AddJsonFile(Path.Combine(here, "appsettings.json"), optional: true, reloadOnChange: false);
            configuration.AddJsonFile(Path.Combine(here, $"appsettings.{environment}.json"), optional: true, reloadOnChange: false);
        }

        if (settings.Config is { } file)
        {
            if (!file.Exists)
                throw new CommandFailedException($"The settings file {file.FullName} does not exist: correct --config.");
            configuration.AddJsonFile(file.FullName, optional: false, reloadOnChange: false);
        }

        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(settings.Set);
    }
}
