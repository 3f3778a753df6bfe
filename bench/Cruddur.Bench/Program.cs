using Cruddur.Bench;

// The yardstick's own server, and what prepares the measured one; bench/http.sh runs both.
return args switch
{
    ["echo", var address] => await Echo.RunAsync(address),
    ["prepare", var address, var file] => await Preparation.RunAsync(new Uri(address), file),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Cruddur.Bench echo ADDRESS | prepare ADDRESS FILE");
    return 2;
}
