namespace Cruddur.Proof.BlackBox;

/// <summary>The programs of a checkout that the black box is made of.</summary>
/// <param name="FakeTime">Debian's libfaketime; null where there is none, and then clocks are right.</param>
internal sealed record BoxSetup(string ServerProgram, string EmulatorProgram, string? FakeTime)
{
    public static BoxSetup Of(string checkout) =>
        new(
            Path.Combine(checkout, "src", "Cruddur.Cli", "bin", "Release", "net10.0", "Cruddur.Cli.dll"),
            Path.Combine(checkout, "emulators", "node_modules", "@dynoxide", "linux-x64", "dynoxide"),
            Directory.Exists("/usr/lib")
                ? Directory
                    .EnumerateDirectories("/usr/lib", "*-linux-gnu")
                    .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1"))
                    .FirstOrDefault(File.Exists)
                : null
        );

    /// <summary>What is not there, and how to get it; null when all is.</summary>
    public string? Missing =>
        new[] { ServerProgram, EmulatorProgram }.FirstOrDefault(file => !File.Exists(file)) is { } file
            ? $"There is no {file}; bin/test builds and installs it."
            : null;
}
