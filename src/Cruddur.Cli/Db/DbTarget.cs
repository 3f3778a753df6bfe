using Cruddur.Cli.Terminals;
using Cruddur.Postgres;
using Cruddur.Storage;

namespace Cruddur.Cli.Db;

/// <summary>The database that a command line means.</summary>
/// <param name="OnProd">Somebody said that it may be on another machine: it is told which it is.</param>
/// <param name="Asks">Whether somebody is asked before anything is written.</param>
internal sealed record DbTarget(PostgresAddress Address, bool OnProd, bool Asks)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="asks">Whether a command that writes is to ask, on another machine.</param>
    /// <param name="how">With what a command goes to another machine.</param>
    /// <exception cref="StorageException">It is on another machine, and nobody said that this is meant.</exception>
    public static DbTarget Of(PostgresAddress address, bool onProd, bool asks, string how = "--prod") =>
        onProd || address.IsOfThisMachine
            ? new DbTarget(address, onProd, onProd && asks)
            : throw new StorageException(
                StorageFault.Configuration,
                $"The database {address.Database} is at {address.Place}, which is another machine. A command goes there with {how}; it "
                    + "says then which database that is, and asks before it writes."
            );

    public string Name => $"{Address.Database} at {Address.Place}";

    /// <summary>Without looking whether it is there.</summary>
    public PostgresDatabase Connect() => PostgresDatabase.To(Settings);

    public Task<PostgresDatabase> OpenAsync(CancellationToken cancellationToken) =>
        PostgresDatabase.OpenAsync(Settings, cancellationToken);

    public PostgresServer Server() => new(Address);

    public void Announce(Terminal terminal)
    {
        if (OnProd)
        {
            terminal.Error.WriteLine(
                $"Postgres at {VisibleText.Of(Address.Place)}, database {VisibleText.Of(Address.Database)}, user "
                    + $"{VisibleText.Of(Address.Username ?? "of the environment")}."
            );
        }
    }

    /// <returns>False when somebody declined, which they have been told.</returns>
    public bool IsConfirmed(Terminal terminal)
    {
        Announce(terminal);
        if (!Asks || terminal.Ask("This writes there. Go on? [y/N] ") is "y" or "Y" or "yes")
        {
            return true;
        }
        terminal.Error.WriteLine("Nothing was done.");
        return false;
    }

    // A command has more time than a server's caller.
    private PostgresSettings Settings => new(Address) { MaxPoolSize = 4, CommandTimeout = Patience };
}
