using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Cruddur.Storage;

namespace Cruddur.Cli.Copy;

/// <summary>
/// How many items there are, and one number of all that is in them, whatever order they come in: the sum, modulo 2^256, of
/// each item's SHA-256. A sum, as with an exclusive or two equal changes would cancel out. It finds accidents; somebody who
/// wanted to could make two tables of one digest.
/// </summary>
internal sealed class TableDigest : IEquatable<TableDigest>
{
    private static readonly BigInteger Modulus = BigInteger.One << 256;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private BigInteger _sum;

    public long Count { get; private set; }

    public void Add(Item item)
    {
        _buffer.ResetWrittenCount();
        Write(item.Key.Partition);
        Write(item.Key.Sort);
        // In ordinal order of their names, on every engine.
        foreach (var (name, value) in item.Attributes)
        {
            Write(name);
            // A number and its digits as text are two values.
            Write(value.IsText ? "S" : "N");
            Write(value.ToString());
        }
        _sum = (_sum + new BigInteger(SHA256.HashData(_buffer.WrittenSpan), isUnsigned: true)) % Modulus;
        Count++;
    }

    public bool Equals(TableDigest? other) => other is not null && Count == other.Count && _sum == other._sum;

    public override bool Equals(object? obj) => Equals(obj as TableDigest);

    public override int GetHashCode() => HashCode.Combine(Count, _sum);

    /// <summary>The number in 64 hexadecimal digits.</summary>
    public override string ToString()
    {
        var bytes = new byte[32];
        _sum.TryWriteBytes(bytes, out _, isUnsigned: true);
        return Convert.ToHexStringLower(bytes);
    }

    // With its length before it, so that no two items have one form.
    private void Write(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.GetSpan(sizeof(int)), length);
        _buffer.Advance(sizeof(int));
        _buffer.Advance(Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length)));
    }
}
