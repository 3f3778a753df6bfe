namespace Cruddur.Users;

/// <summary>A directory that is elsewhere than the table, and may be out of reach while the table is not.</summary>
public interface IDirectoryProbe
{
    /// <summary>What it is, as health says it: <c>postgres</c>.</summary>
    string Name { get; }

    /// <summary>Whether it answers now; within seconds.</summary>
    Task<bool> CanAnswerAsync(CancellationToken cancellationToken);
}
