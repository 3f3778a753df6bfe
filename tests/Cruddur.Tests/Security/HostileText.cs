using System.Text;

namespace Cruddur.Tests.Security;

/// <summary>Texts, numbers and JSON that nobody sends who means well.</summary>
internal static class HostileText
{
    private static readonly string[] Numbers =
    [
        "-1",
        "0",
        "1",
        "-0",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e3",
        "1e400",
        "-1e400",
        "0x10",
        "NaN",
        "Infinity",
        "1_000",
        "1,000",
        "١٢٣",
        "2147483648",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "99999999999999999999999999999999999999",
        "1e-400",
        "00000000000001",
    ];

    private static readonly string[] Uuids =
    [
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "00000000000000000000000000000001",
        "{00000000-0000-7000-8000-000000000001}",
        "(00000000-0000-7000-8000-000000000001)",
        "{0x00000000,0x0000,0x7000,{0x80,0x00,0x00,0x00,0x00,0x00,0x00,0x01}}",
        "urn:uuid:00000000-0000-7000-8000-000000000001",
        " 00000000-0000-7000-8000-000000000001",
        "00000000-0000-7000-8000-00000000000g",
        "00000000-0000-7000-8000-0000000000011",
    ];

    private static readonly string[] Texts =
    [
        "",
        " ",
        "\t",
        "\0",
        "\u0001",
        "a\0b",
        "\u007f",
        "\u0085",
        "\u00a0",
        "\u200b",
        "\u202e",
        "\u2028",
        "\ufeff",
        "\ufffd",
        "\uffff",
        "é",
        "e\u0301",
        "ß",
        "İ",
        "ﷺ",
        "𝒜",
        "👩‍👩‍👧‍👦",
        "@",
        "@@",
        "@alice",
        "#",
        "USER#",
        "a#b",
        "GRP#",
        "MSG#",
        "HANDLE#x",
        "/",
        "//",
        "\\",
        ".",
        "..",
        "../../etc/passwd",
        "..\\..\\",
        "%",
        "%00",
        "%2e%2e%2f",
        "%zz",
        "'",
        "\"",
        "';--",
        "' OR 1=1 --",
        "\") OR (\"",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "${jndi:ldap://127.0.0.1/a}",
        "%s%n%x",
        "=1+1",
        "$(id)",
        "`id`",
        "; ls",
        "| ls",
        "* ",
        "null",
        "undefined",
        "true",
        "[]",
        "{}",
        "[object Object]",
        "__proto__",
        "constructor",
        "$type",
        "$ref",
        "a\r\nSet-Cookie: a=b",
    ];

    private static readonly string[] JsonValues =
    [
        "null",
        "true",
        "false",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "[1,2,3]",
        "{\"a\":1}",
        "\"\"",
        "\" \"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"\\uD800x\"",
        "\"\\x\"",
        "\"\\",
        "\"",
        "1e400",
        "-1e400",
        "1e99999",
        "-",
        "01",
        "1.",
        ".1",
        "+1",
        "NaN",
        "0x1",
        "1,",
        "[1",
        "{\"a\"",
        "{a:1}",
        "{'a':1}",
        "//",
        "/* */1",
        "1 2",
        "\u00e9",
        "{\"$type\":\"System.Object\"}",
        "{\"$ref\":\"#\"}",
        "{\"__proto__\":{}}",
        "9223372036854775808",
        "-9223372036854775809",
        "123456789012345678901234567890",
        "1.5",
        "-0",
        "-0.0",
    ];

    private static readonly string[] Repeated = ["\\u0301", "\\ud83d\\ude00", "\\u0000", "é"];

    public static T In<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    public static string Number(Random random) => random.In(Numbers);

    public static string Any(Random random) =>
        random.Next(12) switch
        {
            0 or 1 => random.In(Numbers),
            2 or 3 => random.In(Uuids),
            4 => Long(random),
            5 => Noise(random, random.Next(1, 40)),
            6 => random.In(Texts) + random.In(Texts),
            _ => random.In(Texts),
        };

    /// <summary>A value, or what begins like one.</summary>
    public static string Json(Random random) =>
        random.Next(12) switch
        {
            0 => Nested(random, "[", "]"),
            1 => Nested(random, "{\"a\":", "}"),
            2 => $"\"{new string('x', random.Next(70_000))}\"",
            3 => $"\"{string.Concat(Enumerable.Repeat(random.In(Repeated), random.Next(5000)))}\"",
            4 => new string('9', random.Next(1, 2000)),
            5 or 6 => System.Text.Json.JsonSerializer.Serialize(Any(random)),
            7 => random.In(Numbers),
            _ => random.In(JsonValues),
        };

    /// <summary>For an address: mostly escaped, and otherwise where the line stays one.</summary>
    public static string Escaped(Random random)
    {
        var text = Any(random);
        return random.Next(4) == 0 && !text.Any(c => c <= ' ') ? text : Uri.EscapeDataString(text);
    }

    /// <summary>One that was given out, damaged, or something else.</summary>
    public static string Cursor(Random random, HostileWorld world) =>
        random.Next(4) == 0 ? Escaped(random) : Damaged(random, random.In(world.Cursors));

    /// <summary>Some characters of a text changed, taken out or doubled.</summary>
    public static string Damaged(Random random, string text)
    {
        var damaged = new StringBuilder(text);
        for (var change = random.Next(1, 4); change > 0 && damaged.Length > 0; change--)
        {
            var place = random.Next(damaged.Length);
            switch (random.Next(4))
            {
                case 0:
                    damaged[place] = (char)('!' + random.Next(94));
                    break;
                case 1:
                    damaged.Remove(place, 1);
                    break;
                case 2:
                    damaged.Insert(place, damaged[place]);
                    break;
                default:
                    damaged.Length = place;
                    break;
            }
        }
        return damaged.ToString();
    }

    private static string Nested(Random random, string open, string close)
    {
        var depth = random.In([2, 31, 63, 64, 65, 128, 1000, 8000]);
        var core = random.Next(2) == 0 ? "1" : "";
        return string.Concat(Enumerable.Repeat(open, depth))
            + core
            + (random.Next(2) == 0 ? "" : string.Concat(Enumerable.Repeat(close, depth)));
    }

    private static string Long(Random random) =>
        string.Concat(Enumerable.Repeat(random.In(Texts), random.In([50, 255, 1025, 4000])));

    private static string Noise(Random random, int length)
    {
        var noise = new StringBuilder();
        while (noise.Length < length)
        {
            var rune = random.Next(0x11_0000);
            if (Rune.IsValid(rune))
            {
                noise.Append(new Rune(rune));
            }
        }
        return noise.ToString();
    }
}
