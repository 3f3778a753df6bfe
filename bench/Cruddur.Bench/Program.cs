using Cruddur.Bench;
using Cruddur.Bench.Live;
using Cruddur.Bench.SignIn;

// The yardsticks' own servers, what prepares the measured one, and what loads both; the scripts of bench/ run them.
return args switch
{
    ["echo", var address] => await Echo.RunAsync(address),
    ["prepare", var address, var file] => await Preparation.RunAsync(new Uri(address), file),
    ["browsers", var address, var messages] when int.TryParse(messages, out var count) && count > 0 =>
        await Browsers.RunAsync(new Uri(address), count),
    ["live-echo", var address] => await LiveEcho.RunAsync(address),
    ["live-prepare", var address, var file, var people, var neighbours] => await LivePreparation.RunAsync(
        new Uri(address),
        file,
        Number(people),
        Number(neighbours)
    ),
    ["live-prepare-echo", var file, var people] => LivePreparation.RunForEcho(file, Number(people)),
    ["live-load", var address, var process, var file, var rate, var seconds] => await LiveLoad.RunAsync(
        new Uri(address),
        Number(process),
        LiveWorld.Load(file),
        Number(rate),
        Number(seconds)
    ),
    ["idle", var address, var process, var file, var heap, var streams, var seconds] => await IdleStreams.RunAsync(
        new Uri(address),
        new MeasuredServer(Number(process), heap),
        LiveWorld.Load(file),
        Number(streams),
        Number(seconds)
    ),
    ["sign-in", var address, var rounds] => await SignInTimings.RunAsync(new Uri(address), Number(rounds)),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: Cruddur.Bench echo ADDRESS
               Cruddur.Bench prepare ADDRESS FILE
               Cruddur.Bench browsers ADDRESS MESSAGES
               Cruddur.Bench live-echo ADDRESS
               Cruddur.Bench live-prepare ADDRESS FILE PEOPLE NEIGHBOURS
               Cruddur.Bench live-prepare-echo FILE PEOPLE
               Cruddur.Bench live-load ADDRESS PROCESS FILE RATE SECONDS
               Cruddur.Bench idle ADDRESS PROCESS FILE HEAP-FILE STREAMS SECONDS
               Cruddur.Bench sign-in ADDRESS ROUNDS
        """
    );
    return 2;
}
