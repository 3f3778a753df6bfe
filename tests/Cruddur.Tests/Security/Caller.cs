namespace Cruddur.Tests.Security;

/// <summary>
/// Who makes a call of the matrix. A former member is not among them: a message group has the two people that it was opened with for
/// as long as it is there. Nor is somebody who is blocked: an account is good, or it is gone.
/// </summary>
internal enum Caller
{
    /// <summary>Who may, with an access token.</summary>
    Token,

    /// <summary>Who may, with the cookie, from a page of this server.</summary>
    Cookie,

    /// <summary>Who may, with the cookie, but sent by another site's page.</summary>
    CookieByForeignPage,

    /// <summary>Who may, with an access token that another site's page sends, and their cookie beside it.</summary>
    TokenByForeignPage,

    /// <summary>Somebody else who is signed in.</summary>
    Stranger,

    /// <summary>Nobody.</summary>
    Anonymous,

    /// <summary>Nobody, sent by another site's page.</summary>
    AnonymousByForeignPage,

    /// <summary>With a token that nobody gave out.</summary>
    ForgedToken,

    /// <summary>With the cookie of a session that was signed out.</summary>
    CookieOfSignedOut,

    /// <summary>With the cookie of somebody who has changed their password since.</summary>
    CookieOfBefore,

    /// <summary>With the token of somebody whose account is gone.</summary>
    TokenOfNobody,

    /// <summary>With the cookie, but meant to come from somebody else (<c>Cruddur-User</c>).</summary>
    CookieMeantForAnother,
}
