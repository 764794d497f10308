using PaytureActors.Host.Commands;

return await PaytureCommandLine.RunAsync(args);
