using Cruddur.Proof.BlackBox;
using Cruddur.Soak;

var layers = new Layers(BoxSetup.Of(Environment.CurrentDirectory)).All;
if (args is ["--help" or "-h"])
{
    Console.Out.WriteLine(SoakOptions.Usage(layers));
    return 0;
}

// bin/soak asks whether the options are right before it builds all that it needs.
var isCheck = args is ["--check", ..];
if (SoakOptions.Parse(isCheck ? args[1..] : args, layers, out var wrong) is not { } options)
{
    Console.Error.WriteLine($"{wrong}\n{SoakOptions.Usage(layers)}");
    return 2;
}
if (isCheck)
{
    return 0;
}
var chosen = layers.Where(layer => options.Layer is null || layer.Name == options.Layer).ToLookup(IsThere);
foreach (var layer in chosen[false])
{
    Console.Error.WriteLine($"Without the {layer.Name}: {layer.Missing}");
}
Console.Error.WriteLine(
    $"{string.Join(", ", chosen[true].Select(layer => layer.Name))}: for {options.Duration}, or until Ctrl+C."
);
using var stop = new CancellationTokenSource(options.Duration);
Console.CancelKeyPress += (_, pressed) =>
{
    if (stop.IsCancellationRequested)
    {
        // Not by the signal, which would leave servers behind.
        Environment.Exit(130);
    }
    pressed.Cancel = true;
    Console.Error.WriteLine("Ends with this turn; Ctrl+C again ends at once.");
    stop.Cancel();
};
return await new Turns(chosen[true], options).RunAsync(stop.Token) ? 0 : 1;

static bool IsThere(Layer layer) => layer.Missing is null;
