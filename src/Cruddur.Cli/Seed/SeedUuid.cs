using System.Security.Cryptography;
using System.Text;

namespace Cruddur.Cli.Seed;

/// <summary>
/// Uuids that are the same in every run, so that seeding again finds what is there: version 8 (RFC 9562), from SHA-256
/// over a fixed label and what the uuid is for.
/// </summary>
internal static class SeedUuid
{
    private const string Label = "cruddur seed 1";

    public static Guid Of(params ReadOnlySpan<string> parts)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Label}\n{string.Join('\n', parts!)}"), hash);
        hash[6] = (byte)(0x80 | (hash[6] & 0x0F));
        hash[8] = (byte)(0x80 | (hash[8] & 0x3F));
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>The start of a random sequence of its own for whatever has this uuid.</summary>
    public static int RandomSeedOf(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes);
        return BitConverter.ToInt32(bytes);
    }
}
