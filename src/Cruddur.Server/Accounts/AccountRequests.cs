using Cruddur.Server.RateLimits;

namespace Cruddur.Server.Accounts;

// Public, as validation and API description skip internal bodies; nullable, as what is missing is refused by name. They
// print nothing: their parts must not come into logs.

/// <summary>Somebody signs up.</summary>
public sealed record CreateAccountRequest(string? Handle, string? DisplayName, string? Email, string? Password)
    : INamesAccount
{
    string? INamesAccount.AccountName => Email;

    public override string ToString() => nameof(CreateAccountRequest);
}

/// <summary>Somebody signs in, in a browser or for a token.</summary>
/// <param name="Login">A handle, with or without <c>@</c>, or an e-mail address.</param>
public sealed record CredentialsRequest(string? Login, string? Password) : INamesAccount
{
    string? INamesAccount.AccountName => Login;

    public override string ToString() => nameof(CredentialsRequest);
}

/// <summary>Somebody asks for a code.</summary>
/// <param name="Login">A handle, with or without <c>@</c>, or an e-mail address.</param>
public sealed record LoginRequest(string? Login) : INamesAccount
{
    string? INamesAccount.AccountName => Login;

    public override string ToString() => nameof(LoginRequest);
}

/// <summary>Somebody who signed up has the code.</summary>
public sealed record ConfirmationRequest(string? Login, string? Code) : INamesAccount
{
    string? INamesAccount.AccountName => Login;

    public override string ToString() => nameof(ConfirmationRequest);
}

/// <summary>Somebody who forgot the password has the code.</summary>
public sealed record ResetPasswordRequest(string? Login, string? Code, string? Password) : INamesAccount
{
    string? INamesAccount.AccountName => Login;

    public override string ToString() => nameof(ResetPasswordRequest);
}

/// <summary>Somebody takes another name.</summary>
public sealed record ChangeMeRequest(string? DisplayName)
{
    public override string ToString() => nameof(ChangeMeRequest);
}

/// <summary>Somebody takes another password.</summary>
public sealed record ChangePasswordRequest(string? CurrentPassword, string? NewPassword)
{
    public override string ToString() => nameof(ChangePasswordRequest);
}
