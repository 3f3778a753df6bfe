using Cruddur.Inbox;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Cli.Inbox;

/// <summary>Looks at inbox rows, or repairs them, page by page: a table may be larger than memory.</summary>
internal sealed class InboxExamination(ITable table, TimeProvider time, bool repairs, InboxReport report)
{
    private const int PageSize = 1000;

    /// <summary>Enough at one time that a distant table does not make it wait for each answer.</summary>
    private const int Workers = 16;

    private readonly MessageGroupStore _groups = new(table, time);
    private readonly InboxReconciler _reconciler = new(
        table,
        new MessageLog(table),
        time,
        NullLogger<InboxReconciler>.Instance
    );

    /// <summary>Every member of every group, by the heads of the groups: so rows that are missing are found too.</summary>
    public async Task OfEverybodyAsync(CancellationToken cancellationToken)
    {
        for (ScanPage? page = null; page is null || page.Next is not null; )
        {
            page = await table.ScanAsync(page?.Next, PageSize, cancellationToken);
            report.Add(page.Cost);
            var groups = new List<MessageGroup>();
            foreach (var item in page.Items)
            {
                if (MessageGroup.IsKey(item.Key, out var uuid))
                {
                    try
                    {
                        groups.Add(MessageGroup.FromItem(uuid, item));
                    }
                    catch (ItemFormatException exception)
                    {
                        // Whose it is, only its head would say.
                        report.AddUnreadable(null, uuid, exception.Message);
                    }
                }
            }
            var rows = groups.SelectMany(group => group.Members, (group, member) => (group, member));
            await ForEachAsync(rows, row => ExamineAsync(row.group, row.member, cancellationToken), cancellationToken);
        }
    }

    /// <summary>The rows that one person has.</summary>
    public async Task OfAsync(Guid userUuid, CancellationToken cancellationToken)
    {
        var query = new Query(InboxRow.PartitionOf(userUuid), SortRange.All, PageSize, Consistency.Strong);
        for (Page? page = null; page is null || page.Next is not null; )
        {
            page = await table.QueryAsync(query with { After = page?.Next }, cancellationToken);
            report.Add(page.Cost);
            await ForEachAsync(
                page.Items,
                row => ExamineAsync(row.Key, userUuid, cancellationToken),
                cancellationToken
            );
        }
    }

    private async ValueTask ExamineAsync(Key row, Guid userUuid, CancellationToken cancellationToken)
    {
        Guid? uuid = null;
        try
        {
            uuid = InboxRow.GroupOf(row);
            var group =
                await _groups.FindForMemberAsync(uuid.Value, userUuid, cancellationToken)
                ?? throw new ItemFormatException($"There is no {MessageGroup.KeyOf(uuid.Value)} of this member.");
            await ExamineAsync(group, userUuid, cancellationToken);
        }
        catch (ItemFormatException exception)
        {
            report.AddUnreadable(userUuid, uuid, exception.Message);
        }
    }

    private async ValueTask ExamineAsync(MessageGroup group, Guid userUuid, CancellationToken cancellationToken)
    {
        try
        {
            report.Add(
                repairs
                    ? await _reconciler.RepairAsync(group, userUuid, cancellationToken)
                    : await _reconciler.CheckAsync(group, userUuid, Consistency.Strong, cancellationToken)
            );
        }
        catch (ItemFormatException exception)
        {
            report.AddUnreadable(userUuid, group.Uuid, exception.Message);
        }
    }

    private static Task ForEachAsync<T>(
        IEnumerable<T> all,
        Func<T, ValueTask> examine,
        CancellationToken cancellationToken
    ) =>
        Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = cancellationToken },
            (one, _) => examine(one)
        );
}
