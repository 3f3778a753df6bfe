using Cruddur.Bench;

// The yardstick's own server and what prepares the measured one, for bench/http.sh; two browsers, for bench/browsers.sh.
return args switch
{
    ["echo", var address] => await Echo.RunAsync(address),
    ["prepare", var address, var file] => await Preparation.RunAsync(new Uri(address), file),
    ["browsers", var address, var messages] when int.TryParse(messages, out var count) && count > 0 =>
        await Browsers.RunAsync(new Uri(address), count),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Cruddur.Bench echo ADDRESS | prepare ADDRESS FILE | browsers ADDRESS MESSAGES");
    return 2;
}
