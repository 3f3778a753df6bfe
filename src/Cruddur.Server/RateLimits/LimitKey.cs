using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Cruddur.Server.RateLimits;

/// <summary>Whose calls are counted together, as sixteen bytes whatever the caller sends.</summary>
internal static class LimitKey
{
    private const int NetworkBytes = 8;

    public static UInt128 Of(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>IPv6 by its /64, which is what one household or one machine is given; all whose address is unknown are one.</summary>
    public static UInt128 Of(IPAddress? address)
    {
        if (address is null)
        {
            return default;
        }
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }
        Span<byte> bytes = stackalloc byte[16];
        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            // As IPv4 is mapped into IPv6, behind eight bytes of zero that are nobody's /64.
            bytes[10] = bytes[11] = 0xff;
            address.TryWriteBytes(bytes[12..], out _);
        }
        else
        {
            address.TryWriteBytes(bytes, out _);
            bytes[NetworkBytes..].Clear();
        }
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>A handle, with or without <c>@</c>, or an e-mail address: in any case, and not kept as it is.</summary>
    public static UInt128 OfLogin(string login)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(login.Trim().TrimStart('@').ToUpperInvariant()), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
