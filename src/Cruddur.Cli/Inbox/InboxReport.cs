using Cruddur.Cli.Patterns;
using Cruddur.Cli.Terminals;
using Cruddur.Inbox;
using Cruddur.Storage;
using Cruddur.Users;

namespace Cruddur.Cli.Inbox;

/// <summary>What an examination found: how many rows of which kind, and the first of those that differ.</summary>
internal sealed class InboxReport
{
    /// <summary>All rows of a large table may be wrong.</summary>
    private const int MostFindings = 1000;

    private readonly Lock _lock = new();
    private readonly List<InboxFinding> _findings = [];
    private long _right;
    private long _following;
    private long _wrong;
    private long _repaired;
    private long _contested;
    private long _unreadable;

    public Cost Cost { get; private set; }

    /// <summary>To be read at the end.</summary>
    public IReadOnlyList<InboxFinding> Findings => _findings;

    public long Rows => Interlocked.Read(ref _right) + Interlocked.Read(ref _following) + Found;

    public long Found =>
        Interlocked.Read(ref _wrong)
        + Interlocked.Read(ref _repaired)
        + Interlocked.Read(ref _contested)
        + Interlocked.Read(ref _unreadable);

    public bool IsWell => _wrong + _contested + _unreadable == 0;

    public string Summary =>
        $"{Wording.Of(Rows)} {(Rows == 1 ? "row" : "rows")}: "
        + string.Join(
            ", ",
            new[]
            {
                (_right, "right"),
                (_following, "about to follow a new message"),
                (_wrong, "wrong ('inbox repair' mends them)"),
                (_repaired, "repaired"),
                (_contested, "changed by others at every try (run it again)"),
                (_unreadable, "that cannot be compared (restore their messages from a backup)"),
            }
                .Where(kind => kind.Item1 > 0)
                .Select(kind => $"{Wording.Of(kind.Item1)} {kind.Item2}")
                .DefaultIfEmpty("none")
        )
        + ".";

    public void Add(Cost cost)
    {
        lock (_lock)
        {
            Cost += cost;
        }
    }

    public void Add(Reconciliation reconciliation)
    {
        Add(reconciliation.Cost);
        switch (reconciliation)
        {
            case Reconciliation.Right:
                Interlocked.Increment(ref _right);
                break;
            case Reconciliation.Following:
                Interlocked.Increment(ref _following);
                break;
            case Reconciliation.Wrong wrong:
                Count(ref _wrong, InboxFinding.Of("wrong", wrong.Row, wrong.Differences));
                break;
            case Reconciliation.Repaired repaired:
                Count(ref _repaired, InboxFinding.Of("repaired", repaired.Row, repaired.Differences));
                break;
            case Reconciliation.Contested contested:
                Count(ref _contested, InboxFinding.Of("contested", contested.Row, contested.Differences));
                break;
            default:
                throw new InvalidOperationException($"Unknown outcome {reconciliation.GetType().Name}.");
        }
    }

    /// <summary>Its log, its group or its own key is not what the data model says.</summary>
    /// <param name="userUuid">Null when only what cannot be read would say whose it is.</param>
    /// <param name="messageGroupUuid">Null likewise.</param>
    public void AddUnreadable(Guid? userUuid, Guid? messageGroupUuid, string reason) =>
        Count(ref _unreadable, new InboxFinding("unreadable", userUuid, messageGroupUuid, [], reason));

    public InboxDocument ToDocument(IReadOnlyDictionary<Guid, UserProfile> people) =>
        new(
            Rows,
            _right,
            _following,
            _wrong,
            _repaired,
            _contested,
            _unreadable,
            [.. _findings.Select(finding => finding.ToDocument(people))],
            Found > _findings.Count,
            ConsumedUnits.Of(Cost)
        );

    private void Count(ref long count, InboxFinding finding)
    {
        Interlocked.Increment(ref count);
        lock (_lock)
        {
            if (_findings.Count < MostFindings)
            {
                _findings.Add(finding);
            }
        }
    }
}

/// <summary>The report in JSON.</summary>
internal sealed record InboxDocument(
    long Rows,
    long Right,
    long Following,
    long Wrong,
    long Repaired,
    long Contested,
    long Unreadable,
    FindingDocument[] Findings,
    bool More,
    ConsumedUnits Consumed
);
