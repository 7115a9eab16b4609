using Jenkins.AwsTemporal.Cli;

CoreDump.Forbid();
// Before anything opens a descriptor: one that the caller closed would be taken for standard input.
var surroundings = Surroundings.OfThisProcess();
using var interruption = new Interruption(surroundings.Time);
var exitCode = await CommandLine.RunAsync(args, surroundings, interruption).ConfigureAwait(false);
if (interruption.DeathSignal > 0)
{
    Libc.Signal(interruption.DeathSignal, handler: 0);
    _ = Libc.Raise(interruption.DeathSignal);
}

// Also what the first process of a container gets to, which no signal ends that it does not handle.
return exitCode;
