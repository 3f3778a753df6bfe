using System.Text;
using Cruddur.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Cruddur.Server.Accounts;

/// <summary>
/// Identity's hashes (version 3: PBKDF2, HMAC-SHA512, 128 bits of salt) of passwords in one form, so that an <c>é</c>
/// typed on two keyboards is one password.
/// </summary>
internal sealed class AccountPasswordHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    public override string HashPassword(Account user, string password) => base.HashPassword(user, Form(password));

    public override PasswordVerificationResult VerifyHashedPassword(
        Account user,
        string hashedPassword,
        string providedPassword
    )
    {
        // Too long for any password: not worth composing, but worth the same time.
        var isPossible = providedPassword.Length <= Password.MaxUtf16Length;
        var password = isPossible ? Form(providedPassword) : "";
        var result = base.VerifyHashedPassword(user, hashedPassword, password);
        return isPossible ? result : PasswordVerificationResult.Failed;
    }

    // Half a surrogate pair, which the framework does not hash, becomes U+FFFD.
    private static string Form(string password) =>
        NormalizedText.Compose(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(password)));
}
