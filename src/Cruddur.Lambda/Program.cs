using System.Runtime.InteropServices;
using Cruddur.Lambda;

// The projector as an AWS Lambda, on a machine without a runtime of ours ("custom runtime"):
//   LambdaProcess.cs             settings, then the loop
//   Runtime/RuntimeLoop.cs       asks Lambda for one event after another, and answers each
//   Inbox/InboxFunction.cs       what is done with an event: the library's RecordApplier

using var stop = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(
    PosixSignal.SIGTERM,
    signal =>
    {
        // What was begun is answered first.
        signal.Cancel = true;
        stop.Cancel();
    }
);
return await LambdaProcess.RunAsync(Console.Out, TimeProvider.System, stop.Token);
