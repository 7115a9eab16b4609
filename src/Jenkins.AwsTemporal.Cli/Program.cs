using Jenkins.AwsTemporal.Cli;

CoreDump.Forbid();
// Before anything opens a descriptor: one that the caller closed would be taken for standard input.
var surroundings = Surroundings.OfThisProcess();
using var interruption = new Interruption();
return await CommandLine.RunAsync(args, surroundings, interruption).ConfigureAwait(false);
