using Microsoft.Extensions.Configuration;

namespace Cruddur.Cli.CommandLine;

/// <summary>The settings that a command has without options: those that a server beside it would have.</summary>
internal static class CommandSettings
{
    public static IConfiguration Read() =>
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();
}
