namespace Cruddur.Server.Accounts.Codes;

/// <summary>A code as people copy it, with spaces in it or around it.</summary>
internal static class TypedCode
{
    public static string Of(string typed) => string.Concat(typed.Where(one => !char.IsWhiteSpace(one)));
}
