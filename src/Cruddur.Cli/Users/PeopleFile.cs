using Cruddur.Server.Accounts;
using Cruddur.Users;

namespace Cruddur.Cli.Users;

/// <summary>People as a file lists them: a line with the names of the columns, then one a person.</summary>
internal sealed class PeopleFile
{
    /// <summary>In any order; only the first must be there.</summary>
    public static readonly IReadOnlyList<string> Columns = ["handle", "display_name", "email", "subject"];

    private readonly Dictionary<string, int> _handles = new(StringComparer.Ordinal);
    private readonly Dictionary<Subject, int> _subjects = [];
    private readonly Dictionary<string, int> _accounts = new(StringComparer.Ordinal);

    private PeopleFile() { }

    public List<ListedPerson> People { get; } = [];

    public List<BadLine> Bad { get; } = [];

    /// <param name="issuer">Whose subjects stand in the file without it; null when they stand as <c>issuer|sub</c>.</param>
    public static PeopleFile Read(TextReader reader, string? issuer)
    {
        var (file, csv) = (new PeopleFile(), new CsvReader(reader));
        var header = csv.Read();
        if (HeaderProblem(header) is { } problem)
        {
            file.Bad.Add(new BadLine(header?.Line ?? 1, problem));
            return file;
        }
        var columns = header!.Fields.Select(name => name.Trim()).ToArray();
        while (csv.Read() is { } record)
        {
            if (file.Parse(record, columns, issuer, out var person) is { } bad)
            {
                file.Bad.Add(new BadLine(record.Line, bad));
            }
            else
            {
                file.People.Add(person!);
            }
        }
        return file;
    }

    private static string? HeaderProblem(CsvRecord? header)
    {
        var known = $"The first line names the columns: {string.Join(", ", Columns)}; only handle must be there.";
        if (header is null)
        {
            return $"the file is empty. {known}";
        }
        var names = header.Fields.Select(name => name.Trim()).ToArray();
        return header.Problem is { } problem ? $"{problem}. {known}"
            : names.Except(Columns, StringComparer.Ordinal).FirstOrDefault() is { } unknown
                ? $"'{unknown}' is no column. {known}"
            : names.Distinct(StringComparer.Ordinal).Count() != names.Length ? $"a column is there twice. {known}"
            : !names.Contains("handle", StringComparer.Ordinal) ? $"the column handle is missing. {known}"
            : null;
    }

    /// <returns>What is wrong; null when nothing is.</returns>
    private string? Parse(CsvRecord record, string[] columns, string? issuer, out ListedPerson? person)
    {
        person = null;
        if (record.Problem is not null)
        {
            return record.Problem;
        }
        if (record.Fields.Count != columns.Length)
        {
            return $"it has {record.Fields.Count} fields, and the first line has {columns.Length}";
        }
        if (!Handle.TryParse(Handle.WithoutAt(Field("handle")), out var handle, out var problem))
        {
            return problem;
        }
        if (!DisplayName.TryParse(Field("display_name") ?? handle.Value, out var name, out problem))
        {
            return problem;
        }
        EmailAddress? email = null;
        if (Field("email") is { } address && !EmailAddress.TryParse(address, out email, out problem))
        {
            return problem;
        }
        Subject? subject = null;
        if (Field("subject") is { } text && !TryReadSubject(text, issuer, out subject, out problem))
        {
            return problem;
        }
        if (!_handles.TryAdd(handle.Folded, record.Line))
        {
            return $"the handle is that of line {_handles[handle.Folded]} too";
        }
        if (subject is not null && !_subjects.TryAdd(subject, record.Line))
        {
            return $"the subject is that of line {_subjects[subject]} too";
        }
        // Only one of two accounts could sign in with it, and the other not at all: nobody knows its password.
        if (subject is null && email is not null && !_accounts.TryAdd(email.Folded, record.Line))
        {
            return $"the e-mail address is that of line {_accounts[email.Folded]} too, and only one account can sign in with it";
        }
        person = new ListedPerson(record.Line, handle, name, email, subject);
        return null;

        // An empty field says nothing, as a column that is not there.
        string? Field(string column) =>
            Array.IndexOf(columns, column) is >= 0 and var at && record.Fields[at].Trim() is { Length: > 0 } value
                ? value
                : null;
    }

    private static bool TryReadSubject(string text, string? issuer, out Subject? subject, out string? problem) =>
        issuer is null
            ? Subject.TryParse(text, out subject, out problem)
            : Subject.TryCreate(issuer, text, out subject, out problem);
}

/// <summary>Somebody whom a file lists.</summary>
internal sealed record ListedPerson(
    int Line,
    Handle Handle,
    DisplayName DisplayName,
    EmailAddress? Email,
    Subject? Subject
)
{
    // Without the e-mail address, which must not come into logs.
    public override string ToString() => $"line {Line}";
}

/// <param name="Problem">For people: what is wrong. Without what stands there, which may be anybody's data.</param>
internal sealed record BadLine(int Line, string Problem);
