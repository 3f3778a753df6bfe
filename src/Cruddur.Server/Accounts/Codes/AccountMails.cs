using Cruddur.Server.Mails;
using Cruddur.Users;

namespace Cruddur.Server.Accounts.Codes;

/// <summary>
/// What mails say. Of what people typed only a handle is in them: a name could be an advertisement, sent by this server to
/// whomever its author likes.
/// </summary>
internal static class AccountMails
{
    /// <param name="owner">Who has the address already, and has confirmed it; null for nobody.</param>
    public static Mail Confirm(EmailAddress to, Handle handle, string code, Handle? owner)
    {
        var already = owner is null
            ? ""
            : $"""


                This address belongs to the account @{owner} here already. If you only forgot its password, choose
                "Forgot your password?" where you sign in. An account more signs in by its handle.
                """;
        return new Mail(
            to,
            "Confirm your account on Cruddur",
            $"""
            Somebody signed up on Cruddur as @{handle} with this e-mail address. The code to confirm it:

                {code}

            It is good for 24 hours.{already}

            If it was not you, do nothing: without the code the account cannot be used. Tell the code to nobody.
            """
        );
    }

    public static Mail Reset(EmailAddress to, Handle handle, string code) =>
        new(
            to,
            "Set a new password on Cruddur",
            $"""
            Somebody wants to set a new password for @{handle} on Cruddur. The code for it:

                {code}

            It is good for 10 minutes.

            If it was not you, do nothing: your password stays as it is. Tell the code to nobody.
            """
        );

    public static Mail PasswordChanged(EmailAddress to, Handle handle) =>
        new(
            to,
            "Your password on Cruddur was changed",
            $"""
            The password of @{handle} on Cruddur was changed a moment ago, and every other browser was signed out.

            If it was not you, set a new one at once: choose "Forgot your password?" where you sign in.
            """
        );
}
