using Cruddur.Proof.Simulation;

namespace Cruddur.Proof.Disks;

/// <summary>
/// The files as they may be found when the power is cut behind so many operations of a trace. What was flushed is there. The
/// rest, of each file on its own, is there or not in any mixture: all, nothing, some writes, some sectors of 512 bytes, all
/// up to one that is torn. A write that is missing before one that is there is what a disk leaves that reorders. As SQLite
/// does, this takes it that bytes beside those written are not harmed.
/// </summary>
internal sealed class CutState
{
    private const int Sector = 512;

    private readonly DiskTrace _trace;
    private readonly int _length;
    private readonly Dice _dice;
    private readonly bool[] _certain;
    private readonly int _folderFlushedAt;

    private CutState(DiskTrace trace, int length, Dice dice)
    {
        (_trace, _length, _dice) = (trace, length, dice);
        _certain = new bool[length];
        FindCertain();
        _folderFlushedAt = LastFlushOfFolder();
    }

    /// <summary>Sectors that were written and are not there.</summary>
    public long SectorsDropped { get; private set; }

    /// <summary>Writes the files into a folder.</summary>
    public static CutState Write(DiskTrace trace, int length, Dice dice, string folder)
    {
        var state = new CutState(trace, length, dice);
        var created = trace
            .Operations.Take(length)
            .Where(operation => operation.Action == DiskAction.Create)
            .Select(operation => operation.File);
        foreach (var files in created.GroupBy(file => trace.Names[file], StringComparer.Ordinal))
        {
            if (state.Survivor([.. files]) is { } file)
            {
                using var content = new MemoryStream();
                state.Replay(file, content);
                File.WriteAllBytes(Path.Combine(folder, files.Key), content.ToArray());
            }
        }
        return state;
    }

    // A flush makes certain what was done to its file before, but not what an earlier flush failed with: that counts as
    // clean, and is not written again.
    private void FindCertain()
    {
        var covered = new bool[_trace.Names.Count];
        for (var i = _length - 1; i >= 0; i--)
        {
            var (action, file, _, _) = _trace.Operations[i];
            _certain[i] = covered[file];
            switch (action)
            {
                case DiskAction.Flush:
                    covered[file] = true;
                    break;
                case DiskAction.FailedFlush:
                    covered[file] = false;
                    break;
            }
        }
    }

    // With the first flush of a journal or log that it made, and with some removals, SQLite flushes the folder: then is
    // certain which files there are.
    private int LastFlushOfFolder()
    {
        var (last, seen) = (-1, new HashSet<int>());
        for (var i = 0; i < _length; i++)
        {
            var (action, file, _, _) = _trace.Operations[i];
            var isFirstFlush =
                action == DiskAction.Flush
                && _trace.Names[file].Contains('-', StringComparison.Ordinal)
                && seen.Add(file);
            if (isFirstFlush || action == DiskAction.RemoveForGood)
            {
                last = i;
            }
        }
        return last;
    }

    /// <summary>Which of the files that had one name is there.</summary>
    private int? Survivor(int[] files)
    {
        foreach (var file in files.Reverse())
        {
            var removed = IndexOf(file, DiskAction.Remove, DiskAction.RemoveForGood);
            if (removed >= 0)
            {
                return removed > _folderFlushedAt && _dice.Chance(0.5) ? file : null;
            }
            if (IndexOf(file, DiskAction.Create) <= _folderFlushedAt || _dice.Chance(0.5))
            {
                return file;
            }
        }
        return null;
    }

    private int IndexOf(int file, params ReadOnlySpan<DiskAction> actions)
    {
        for (var i = 0; i < _length; i++)
        {
            if (_trace.Operations[i].File == file && actions.Contains(_trace.Operations[i].Action))
            {
                return i;
            }
        }
        return -1;
    }

    private void Replay(int file, MemoryStream content)
    {
        var (mode, share) = (_dice.Next(5), _dice.Next(101) / 100.0);
        var pending = Enumerable
            .Range(0, _length)
            .Count(i => _trace.Operations[i].File == file && IsChange(i) && !_certain[i]);
        var torn = pending == 0 ? 0 : _dice.Next(pending);
        for (var (i, seen) = (0, 0); i < _length; i++)
        {
            var operation = _trace.Operations[i];
            if (operation.File != file || !IsChange(i))
            {
                continue;
            }
            if (_certain[i])
            {
                Apply(operation, content, static () => true);
                continue;
            }
            var survives = mode switch
            {
                0 => true,
                1 => false,
                2 => _dice.Chance(share),
                _ => seen < torn,
            };
            var isSplit = mode == 3 || (mode == 4 && seen == torn);
            Apply(operation, content, isSplit ? () => _dice.Chance(share) : () => survives);
            seen++;
        }
    }

    private bool IsChange(int i) => _trace.Operations[i].Action is DiskAction.Write or DiskAction.Truncate;

    private void Apply(DiskOperation operation, MemoryStream content, Func<bool> survives)
    {
        if (operation.Action == DiskAction.Truncate)
        {
            if (survives())
            {
                content.SetLength(operation.Offset);
            }
            return;
        }
        var bytes = operation.Bytes!;
        for (var start = 0; start < bytes.Length; )
        {
            var offset = operation.Offset + start;
            var length = (int)Math.Min(Sector - (offset % Sector), bytes.Length - start);
            if (survives())
            {
                content.Position = offset;
                content.Write(bytes, start, length);
            }
            else
            {
                SectorsDropped++;
            }
            start += length;
        }
    }
}
