using Cruddur.Users;

namespace Cruddur.Postgres.Users;

/// <summary>
/// What stands in <c>cognito_user_id</c>: of the pool's people their <c>sub</c> alone, as in the original, of everybody else
/// <c>issuer|sub</c>.
/// </summary>
/// <param name="poolIssuer">Null when there is no pool.</param>
internal sealed class SubjectColumn(string? poolIssuer)
{
    public string Of(Subject subject) => IsAlone(subject) ? subject.Value : subject.Text;

    /// <summary>
    /// What may stand there: somebody who was added before the pool was named has the long form. Of two with both forms the
    /// first is the one from before, whom the original added.
    /// </summary>
    public string[] FormsOf(Subject subject) => IsAlone(subject) ? [subject.Value, subject.Text] : [subject.Text];

    // With the border in it, it could be taken for another issuer's. No pool gives such a sub.
    private bool IsAlone(Subject subject) =>
        subject.Issuer == poolIssuer && !subject.Value.Contains('|', StringComparison.Ordinal);
}
