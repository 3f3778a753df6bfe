namespace Cruddur.Proof.Simulation;

/// <summary>What a client does in one step.</summary>
internal enum Act
{
    /// <summary>Writes a message and sends it until it is settled, or nobody has patience any more.</summary>
    Send,

    /// <summary>Sends again what was settled, as after a lost answer.</summary>
    SendAgain,

    /// <summary>Sends another text under a message_uuid that is taken.</summary>
    SendOther,

    /// <summary>Sends with a base that no log has reached.</summary>
    SendAhead,

    /// <summary>Sends to a group of others.</summary>
    SendToStrangers,

    ReadLog,
    ReadInbox,
    MarkRead,
}

internal sealed record Step(int Client, int Number, Act Act);

/// <summary>What a run does, made of its seed; a failing one is shrunk by leaving out steps and faults.</summary>
internal sealed record Plan(int Seed, IReadOnlyList<Step> Steps, IReadOnlySet<Fault> Faults)
{
    public const int Nodes = 3;
    public const int Clients = 6;
    public const int StepsAClient = 6;

    private static readonly Act[] Usual =
    [
        Act.Send,
        Act.Send,
        Act.Send,
        Act.Send,
        Act.Send,
        Act.Send,
        Act.SendAgain,
        Act.ReadLog,
        Act.ReadInbox,
        Act.MarkRead,
    ];

    private static readonly Act[] Unusual = [Act.SendOther, Act.SendAhead, Act.SendToStrangers];

    /// <summary>One in ten runs has no faults: it shows what the protocol costs, and whether it goes round in circles.</summary>
    public bool IsCalm => Seed % 10 == 0;

    public static Plan Of(int seed)
    {
        var dice = Dice.Of(seed, -1);
        var steps =
            from client in Enumerable.Range(0, Clients)
            from number in Enumerable.Range(0, StepsAClient)
            select new Step(client, number, AnyAct(dice));
        var plan = new Plan(seed, [.. steps], new HashSet<Fault>());
        return plan.IsCalm ? plan : plan with { Faults = Enum.GetValues<Fault>().ToHashSet() };
    }

    private static Act AnyAct(Dice dice) =>
        dice.Chance(0.05) ? Unusual[dice.Next(Unusual.Length)] : Usual[dice.Next(Usual.Length)];
}
