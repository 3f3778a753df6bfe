using Cruddur.Server.Problems;
using Cruddur.Users;

namespace Cruddur.Server.Accounts;

/// <summary>Reads the fields of a request; what is wrong with any of them is reported together.</summary>
internal sealed class AccountFields
{
    private readonly List<FieldProblem> _problems = [];

    public IReadOnlyList<FieldProblem> Problems => _problems;

    public Handle? ReadHandle(string field, string? text) =>
        Handle.TryParse(text, out var handle, out var problem)
            ? handle
            : Refuse<Handle>(field, ProblemCode.HandleInvalid, problem);

    public DisplayName? ReadDisplayName(string field, string? text) =>
        DisplayName.TryParse(text, out var name, out var problem)
            ? name
            : Refuse<DisplayName>(field, ProblemCode.DisplayNameInvalid, problem);

    public EmailAddress? ReadEmail(string field, string? text) =>
        EmailAddress.TryParse(text, out var email, out var problem)
            ? email
            : Refuse<EmailAddress>(field, ProblemCode.EmailInvalid, problem);

    public Password? ReadPassword(string field, string? text) =>
        Password.TryParse(text, out var password, out var problem) ? password
        : problem == PasswordProblem.TooLong
            ? Refuse<Password>(
                field,
                ProblemCode.PasswordTooLong,
                $"The password is too long. At most {Password.MaxLength} characters are allowed."
            )
        : Refuse<Password>(
            field,
            ProblemCode.PasswordTooShort,
            $"The password is too short. Choose at least {Password.MinLength} characters; any are allowed."
        );

    /// <summary>A text that must be there, whatever it is.</summary>
    public string? Required(string field, string? text) =>
        text
        ?? Refuse<string>(field, ProblemCode.RequestMalformed, $"The field '{field}' is missing. Send it as text.");

    private T? Refuse<T>(string field, ProblemCode code, string detail)
        where T : class
    {
        _problems.Add(new FieldProblem(field, code, detail));
        return null;
    }
}
