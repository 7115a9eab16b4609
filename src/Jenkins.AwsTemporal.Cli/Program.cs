using Jenkins.AwsTemporal.Cli;

return await CommandLine.RunAsync(args, Surroundings.OfThisProcess()).ConfigureAwait(false);
