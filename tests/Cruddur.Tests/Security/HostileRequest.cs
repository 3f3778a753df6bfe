using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cruddur.Tests.Security;

/// <summary>What a caller has that a hostile one changes: a token, a cookie, cursors that were given out.</summary>
internal sealed record HostileWorld(RouteWorld World, string Token, string Cookie, IReadOnlyList<string> Cursors);

/// <summary>A call of some route that must succeed, damaged in one to four places. The same for the same random numbers.</summary>
internal sealed class HostileRequest
{
    private static readonly string[] Methods =
    [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "OPTIONS",
        "TRACE",
        "get",
        "Post",
        "PROPFIND",
        "X",
        "M-SEARCH",
        "QUERY",
    ];

    private static readonly string[] Parameters =
    [
        "limit",
        "cursor",
        "before_seq",
        "after_seq",
        "around_seq",
        "query",
        "LIMIT",
        "limit[]",
        "%6cimit",
        "q",
        "",
        "__proto__",
        "🙂",
        "a%00",
    ];

    private readonly Random _random;
    private readonly HostileWorld _world;
    private readonly List<(string Name, string Value)> _headers = [];
    private readonly List<string> _query = [];
    private string _method;
    private string _path;
    private byte[]? _body;

    private HostileRequest(Random random, HostileWorld world)
    {
        _random = random;
        _world = world;
        var row = random.In(Routes.Rows);
        // Whoever has signed out or has another password is refused from then on: now and then is enough.
        while (EndsSessions(row) && random.Next(20) > 0)
        {
            row = random.In(Routes.Rows);
        }
        _method = row.Method;
        var address = row.PathIn(world.World).Split('?');
        _path = address[0];
        _query.AddRange(address.Skip(1));
        _body = row.Body is null ? null : JsonSerializer.SerializeToUtf8Bytes(row.Body(world.World));
        Add("Host", "localhost");
        if (_body is not null)
        {
            Add("Content-Type", "application/json");
        }
        switch (random.Next(6))
        {
            case 0:
                Add("Cookie", world.Cookie);
                Add("Sec-Fetch-Site", "same-origin");
                break;
            case 1:
                break;
            default:
                Add("Authorization", $"Bearer {world.Token}");
                break;
        }
    }

    public bool IsHead => _method == "HEAD";

    /// <summary>What is sent says more or less of its body than there is: no other request can follow it.</summary>
    public bool IsLast { get; private set; }

    public static HostileRequest Make(Random random, HostileWorld world)
    {
        var request = new HostileRequest(random, world);
        for (var damage = random.Next(1, 5); damage > 0; damage--)
        {
            request.Damage();
        }
        return request;
    }

    public byte[] ToBytes()
    {
        var head = new StringBuilder();
        var query = _query.Count == 0 ? "" : $"?{string.Join('&', _query)}";
        head.Append(CultureInfo.InvariantCulture, $"{_method} {_path}{query} HTTP/1.1\r\n");
        foreach (var (name, value) in _headers)
        {
            // Whoever writes line ends into a header only writes other headers.
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value.ReplaceLineEndings("")}\r\n");
        }
        if (_body is not null && _headers.TrueForAll(header => header.Name != "Content-Length"))
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {_body.Length}\r\n");
        }
        return [.. Encoding.UTF8.GetBytes($"{head}\r\n"), .. _body ?? []];
    }

    public override string ToString()
    {
        var bytes = ToBytes();
        var shown = string.Concat(
            Encoding
                .Latin1.GetString(bytes, 0, Math.Min(bytes.Length, 1500))
                .Select(c =>
                    c is >= ' ' and <= '~' or '\n' ? $"{c}"
                    : c == '\r' ? ""
                    : $"\\x{(int)c:x2}"
                )
        );
        return bytes.Length > 1500 ? $"{shown}… ({bytes.Length} bytes)" : shown;
    }

    private static bool EndsSessions(RouteRow row) =>
        row.Route is "DELETE /api/session" or "DELETE /api/sessions" or "PUT /api/me/password";

    private void Damage()
    {
        switch (_random.Next(10))
        {
            case 0:
                _path = DamagedPath();
                break;
            case 1 or 2:
                _query.Add($"{_random.In(Parameters)}={Value()}");
                break;
            case 3 or 4:
                AddHeader();
                break;
            case 5:
                _method = _random.In(Methods);
                break;
            default:
                DamageBody();
                break;
        }
    }

    private string DamagedPath()
    {
        var segments = _path.Split('/').ToList();
        var place = _random.Next(1, segments.Count);
        switch (_random.Next(6))
        {
            case 0:
                segments.RemoveAt(place);
                break;
            case 1:
                segments.Insert(place, HostileText.Escaped(_random));
                break;
            case 2:
                segments[place] = segments[place].ToUpperInvariant();
                break;
            case 3:
                segments[place] += _random.In([
                    "%00",
                    "%ff%fe",
                    "%c0%af",
                    "%zz",
                    "%",
                    ";a=b",
                    ".json",
                    "%20",
                    "é",
                    "/",
                    "%2f..%2f",
                    "?",
                    "#",
                ]);
                break;
            default:
                segments[place] = HostileText.Escaped(_random);
                break;
        }
        return string.Join('/', segments) is { Length: > 0 } path && path[0] == '/' ? path : "/api";
    }

    private void AddHeader()
    {
        var (name, value) = HostileHeader.Make(_random, _world);
        if (_random.Next(4) > 0)
        {
            _headers.RemoveAll(header => header.Name == name);
        }
        IsLast |= name is "Content-Length" or "Expect" or "Upgrade" or "TE";
        Add(name, value);
    }

    private void DamageBody()
    {
        _body ??= "{}"u8.ToArray();
        if (_headers.TrueForAll(header => header.Name != "Content-Type"))
        {
            Add("Content-Type", "application/json");
        }
        switch (_random.Next(12))
        {
            case 0:
                _body = _body[.._random.Next(_body.Length + 1)];
                break;
            case 1:
                _random.NextBytes(_body = new byte[_random.Next(200)]);
                break;
            case 2:
                _body = [.. "\ufeff"u8, .. _body];
                break;
            case 3:
                _body = Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(_body));
                break;
            case 4:
                _body = Encoding.UTF8.GetBytes(HostileText.Json(_random));
                break;
            case 5:
                _body = [.. _body, .. Encoding.UTF8.GetBytes(HostileText.Json(_random))];
                break;
            case 6 when _body.Length > 0:
                _body[_random.Next(_body.Length)] ^= (byte)(1 << _random.Next(8));
                break;
            default:
                DamageField();
                break;
        }
    }

    // One field with another value, twice, or one that there is not.
    private void DamageField()
    {
        var text = Encoding.UTF8.GetString(_body!);
        string[] fields =
        [
            "message",
            "base",
            "message_uuid",
            "message_group_uuid",
            "handle",
            "user_receiver_handle",
            "seq",
            "login",
            "password",
            "email",
            "display_name",
            "current_password",
            "new_password",
        ];
        var known = fields.Where(field => text.Contains($"\"{field}\":", StringComparison.Ordinal)).ToList();
        var name = known.Count > 0 && _random.Next(5) > 0 ? _random.In(known) : _random.In(fields);
        var value = HostileText.Json(_random);
        var end = text.LastIndexOf('}');
        if (end < 0)
        {
            return;
        }
        var separator = text[..end].TrimEnd().EndsWith('{') ? "" : ",";
        // The last of two counts.
        _body = Encoding.UTF8.GetBytes($"{text[..end]}{separator}\"{name}\":{value}{text[end..]}");
    }

    private string Value() =>
        _random.Next(3) switch
        {
            0 => HostileText.Cursor(_random, _world),
            1 => HostileText.Number(_random).Replace(" ", "%20", StringComparison.Ordinal),
            _ => HostileText.Escaped(_random),
        };

    private void Add(string name, string value) => _headers.Add((name, value));
}
