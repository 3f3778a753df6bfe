using Cruddur.Proof.Histories;
using Cruddur.Storage;

namespace Cruddur.Proof.Contract;

/// <summary>Operations on few keys, so that they meet; the same ones from the same seed.</summary>
internal sealed class RandomOperations(int seed, string prefix, bool withAnyPrefix)
{
    private static readonly string[] Sorts =
    [
        "a",
        "ab",
        "a\0",
        "b",
        "B",
        "\u0301",
        "é",
        "\ud7ff",
        "\ufffd",
        "\uffff",
        "\U00010000",
        "\U0001F600",
        "0001",
        "0002",
    ];
    private static readonly string[] Names = ["n", "m", "t", "\U0001F600"];

#pragma warning disable CA5394 // Nobody guesses at a test.
    private readonly Random _random = new(seed);

    /// <summary>What was given out, for the message of a failure.</summary>
    public List<string> Trace { get; } = [];

    /// <summary>A key to get, a query, a write, or the writes of a transaction.</summary>
    public object Next()
    {
        object operation = _random.Next(10) switch
        {
            < 5 => Write(Key()),
            5 => Transaction(),
            < 8 => Query(),
            _ => Key(),
        };
        Trace.Add(Show(operation));
        return operation;
    }

    private string Partition() => $"{prefix}{_random.Next(2)}";

    private Key Key() => new(Partition(), Sort());

    private bool Chance(double share) => _random.NextDouble() < share;

    private Query Query()
    {
        var range = _random.Next(4) switch
        {
            0 => SortRange.All,
            1 => SortRange.StartingWith(Prefix()),
            _ => SortRange.Between(Sort(), Sort()),
        };
        // Strong: what is eventual may be behind, and then nothing can be said of it.
        return new Query(
            Partition(),
            range,
            _random.Next(1, 9),
            Consistency.Strong,
            Chance(0.5),
            Chance(0.4) ? Sort() : null
        );
    }

    private Write Write(Key key) =>
        _random.Next(10) switch
        {
            < 4 => new Write.Put(new Item(key, Attributes(3)), AnyCondition()),
            < 8 => Update(key),
            _ => new Write.Delete(key, AnyCondition()),
        };

    private List<Write> Transaction()
    {
        var keys = new HashSet<Key>();
        for (var i = _random.Next(1, 5); i > 0; i--)
        {
            keys.Add(Key());
        }
        return [.. keys.Select(key => Chance(0.3) ? new Write.Check(key, AnyCondition()) : Write(key))];
    }

    private Write.Update Update(Key key)
    {
        var set = Attributes(2);
        var condition = AnyCondition();
        if (set.Count == 0 && condition is Condition.Always or Condition.MustNotExist)
        {
            condition = Condition.Exists;
        }
        string[] remove = [.. Names.Where(name => !set.ContainsKey(name) && Chance(0.3))];
        return new Write.Update(key, set, condition) { Remove = set.Count + remove.Length > 0 ? remove : [Names[0]] };
    }

    private string Prefix() => Sort() is var sort && (withAnyPrefix || char.IsAsciiDigit(sort[0])) ? sort : "00";

    private string Sort() => Sorts[_random.Next(Sorts.Length)];

    private Condition AnyCondition() =>
        _random.Next(10) switch
        {
            < 3 => Condition.None,
            < 5 => Condition.NotExists,
            < 7 => Condition.Exists,
            7 => Condition.EqualTo(Name(), Value()),
            _ => Condition.LessThan(Name(), _random.Next(-1, 4)),
        };

    private Dictionary<string, AttributeValue> Attributes(int atMost)
    {
        var attributes = new Dictionary<string, AttributeValue>(StringComparer.Ordinal);
        for (var i = _random.Next(atMost + 1); i > 0; i--)
        {
            attributes[Name()] = Value();
        }
        return attributes;
    }

    private string Name() => Names[_random.Next(Names.Length)];

    // Few values, so that equality holds now and then; at times one that costs another unit.
    private AttributeValue Value() =>
        _random.Next(12) switch
        {
            < 6 => _random.Next(-1, 4),
            < 10 => $"{_random.Next(3)}",
            10 => new string('é', 600),
            _ => long.MinValue,
        };
#pragma warning restore CA5394

    private static string Show(object operation) =>
        operation switch
        {
            Write.Put put => $"put {Show(put.Item)} if {put.Condition}",
            Write.Update update =>
                $"update {Show(update.Key)} {Show(update.Set)} without {string.Join(' ', update.Remove)} if {update.Condition}",
            Write write => $"{write.GetType().Name} {Show(write.Key)} if {write.Condition}",
            List<Write> writes => "transact\n    " + string.Join("\n    ", writes.Select(Show)),
            Key key => Show(key),
            _ => $"{operation}",
        };

    public static string Show(Item item) => $"{Show(item.Key)} {Show(item.Attributes)}";

    private static string Show(Key key) => $"{key.Partition} / {key.Sort}";

    private static string Show(IEnumerable<KeyValuePair<string, AttributeValue>> attributes) =>
        string.Join(' ', attributes.Select(one => $"{one.Key}={HistoryChecker.Short($"{one.Value}")}"));
}
