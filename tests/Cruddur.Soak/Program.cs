using Cruddur.Proof.BlackBox;
using Cruddur.Soak;

var layers = new Layers(BoxSetup.Of(Environment.CurrentDirectory)).All;
if (args is ["--help" or "-h"])
{
    Console.Out.WriteLine(SoakOptions.Usage(layers));
    return 0;
}
if (SoakOptions.Parse(args, layers, out var wrong) is not { } options)
{
    Console.Error.WriteLine($"{wrong}\n{SoakOptions.Usage(layers)}");
    return 2;
}
using var stop = new CancellationTokenSource(options.Duration);
Console.CancelKeyPress += (_, pressed) =>
{
    if (stop.IsCancellationRequested)
    {
        return;
    }
    pressed.Cancel = true;
    Console.Error.WriteLine("Ends with this turn; Ctrl+C again ends at once.");
    stop.Cancel();
};
var chosen = layers.Where(layer => options.Layer is null || layer.Name == options.Layer);
return await new Turns(chosen, options).RunAsync(stop.Token) ? 0 : 1;
