namespace Cruddur.Postgres.Users;

/// <summary>A row of <c>users_being_added</c>: somebody is being added, and the table is to decide whether.</summary>
/// <param name="Attempt">Names this try: a uuid may be tried again, as those of the demo people are.</param>
/// <param name="Epoch">Of the table that decides.</param>
internal sealed record AdditionMark(Guid Attempt, string Epoch, DateTimeOffset Since);
