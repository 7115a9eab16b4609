using Jenkins.AwsTemporal.Cli;

using var interruption = new Interruption();
return await CommandLine.RunAsync(args, Surroundings.OfThisProcess(), interruption).ConfigureAwait(false);
