using System.Security.Cryptography;
using System.Text;

namespace Cruddur.MessageGroups;

/// <summary>
/// The message group of two people. Its uuid is a hash of theirs, so that opening it twice, from both sides or on two
/// nodes at once, is opening the same one: there is nothing to look up and nothing to agree on.
/// </summary>
public static class DirectGroup
{
    private static readonly byte[] Domain = Encoding.ASCII.GetBytes("cruddur direct message group 1\n");

    /// <summary>
    /// A version 8 uuid (RFC 9562, section 5.8) from the first 122 free bits of SHA-256 over a fixed label and both uuids,
    /// the lesser first.
    /// </summary>
    public static Guid UuidOf(Guid one, Guid other)
    {
        var (first, second) = InOrder(one, other);
        Span<byte> input = stackalloc byte[Domain.Length + 32];
        Domain.CopyTo(input);
        first.TryWriteBytes(input[Domain.Length..], bigEndian: true, out _);
        second.TryWriteBytes(input[(Domain.Length + 16)..], bigEndian: true, out _);
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(input, hash);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>The members in the order in which a group's counts name them.</summary>
    public static (Guid First, Guid Second) InOrder(Guid one, Guid other) =>
        one.CompareTo(other) <= 0 ? (one, other) : (other, one);
}
