using Cruddur.Proof.Histories;

namespace Cruddur.Proof.Simulation;

/// <summary>The sums over many runs. What a message is counted as: by the rule that was broken.</summary>
internal sealed class SimulationTotals
{
    private readonly Lock _lock = new();
    private readonly long[] _faults = new long[FaultRates.Count];
    private readonly SortedSet<int> _failedSeeds = [];

    public long Runs { get; private set; }

    public long Entries { get; private set; }

    public long Acknowledged { get; private set; }

    public long Unknown { get; private set; }

    public long Refused { get; private set; }

    public long Lost { get; private set; }

    public long Doubled { get; private set; }

    public long Misordered { get; private set; }

    public int MostTableCalls { get; private set; }

    public double WriteUnits { get; private set; }

    /// <summary>In the runs without faults; 0 where there was none.</summary>
    public double CalmWriteUnitsAMessage => _calmWriteUnits / Math.Max(1, _calmEntries);

    public IReadOnlyCollection<int> FailedSeeds => _failedSeeds;

    public IReadOnlyDictionary<Fault, long> Faults =>
        Enum.GetValues<Fault>().ToDictionary(fault => fault, fault => _faults[(int)fault]);

    private double _calmWriteUnits;
    private long _calmEntries;

    public void Add(SimulationRun run)
    {
        lock (_lock)
        {
            var entries = run.History.Groups.Sum(group => group.Log.Count);
            Runs++;
            Entries += entries;
            foreach (var send in run.History.Sends)
            {
                Acknowledged += send.Outcome == SendOutcome.Acknowledged ? 1 : 0;
                Unknown += send.Outcome == SendOutcome.Unknown ? 1 : 0;
                Refused += send.Outcome == SendOutcome.Refused ? 1 : 0;
                MostTableCalls = Math.Max(MostTableCalls, send.TableCalls);
            }
            Lost += run.Violations.Count(one => one.Rule == Rule.AcknowledgedStays);
            Doubled += run.Violations.Count(one => one.Rule is Rule.Once or Rule.OneAnswer);
            Misordered += run.Violations.Count(one => one.Rule is Rule.RealTimeOrder or Rule.Contiguous);
            WriteUnits += run.History.WriteUnits;
            if (run.Plan.IsCalm)
            {
                _calmWriteUnits += run.History.WriteUnits;
                _calmEntries += entries;
            }
            for (var fault = 0; fault < _faults.Length; fault++)
            {
                _faults[fault] += run.FaultsInjected[fault];
            }
            if (run.Violations.Count > 0)
            {
                _failedSeeds.Add(run.Plan.Seed);
            }
        }
    }

    public override string ToString() =>
        $"""
            {Runs} runs: {Acknowledged} messages acknowledged, {Refused} refused, {Unknown} unknown; {Lost} lost, {Doubled} doubled, {Misordered} misordered
            {WriteUnits
                / Math.Max(
                    1,
                    Entries
                ):F2} write units a message, {CalmWriteUnitsAMessage:F2} without faults; at most {MostTableCalls} calls a send
            faults: {string.Join(", ", Faults.Select(fault => $"{fault.Key} {fault.Value}"))}
            """;
}
