using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cruddur.Storage.Sqlite;

/// <summary>
/// The attributes of an item as the file keeps them: one compact JSON object, text as string and number as integer, so
/// that an operator can read and search them with the sqlite3 shell.
/// </summary>
internal static class ItemJson
{
    // Nothing of this is ever put into a page of HTML; the less is escaped, the smaller the file.
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private const int LargestKept = 64 * 1024;

    // One for each thread: making them costs more than writing an item.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? threadBuffer;

    [ThreadStatic]
    private static Utf8JsonWriter? threadWriter;

    [ThreadStatic]
    private static AttributeBuffer? threadAttributes;

    public static byte[] Write(Item item)
    {
        var buffer = threadBuffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = threadWriter ??= new Utf8JsonWriter(buffer, WriterOptions);
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        foreach (var (name, value) in item.Attributes)
        {
            if (value.IsText)
            {
                writer.WriteString(name, value.Text);
            }
            else
            {
                writer.WriteNumber(name, value.Number);
            }
        }
        writer.WriteEndObject();
        writer.Flush();
        var json = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity > LargestKept)
        {
            threadBuffer = null;
            threadWriter = null;
        }
        return json;
    }

    /// <exception cref="FormatException">It is not what <see cref="Write"/> writes.</exception>
    public static AttributeMap Read(ReadOnlySpan<byte> json)
    {
        var attributes = threadAttributes ??= new AttributeBuffer();
        try
        {
            var reader = new Utf8JsonReader(json);
            Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = AttributeNames.Get(ref reader);
                Expect(reader.Read());
                attributes.Add(
                    name,
                    reader.TokenType switch
                    {
                        JsonTokenType.String => AttributeValue.FromStore(reader.GetString()!),
                        JsonTokenType.Number => AttributeValue.FromNumber(reader.GetInt64()),
                        _ => throw new FormatException("An attribute is neither text nor a number."),
                    }
                );
            }
            Expect(reader.TokenType == JsonTokenType.EndObject && !reader.Read());
            return attributes.ToMap();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException("The attributes are no object of JSON.", exception);
        }
        finally
        {
            attributes.Clear();
        }
    }

    private static void Expect(bool expected)
    {
        if (!expected)
        {
            throw new FormatException("The attributes are no object of JSON.");
        }
    }
}

/// <summary>
/// Names of attributes are few and come again with every item: the same string serves them all. A name that does not
/// find a free place is simply made anew.
/// </summary>
internal static class AttributeNames
{
    private const int Places = 1024;
    private static readonly Entry?[] Entries = new Entry?[Places];

    public static string Get(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.ValueSpan.Length > 64)
        {
            return reader.GetString()!;
        }
        var utf8 = reader.ValueSpan;
        var hash = new HashCode();
        hash.AddBytes(utf8);
        var place = (hash.ToHashCode() & int.MaxValue) % Places;
        var entry = Entries[place];
        if (entry is null || !utf8.SequenceEqual(entry.Utf8))
        {
            entry = new Entry(utf8.ToArray(), reader.GetString()!);
            Entries[place] = entry;
        }
        return entry.Name;
    }

    private sealed record Entry(byte[] Utf8, string Name);
}
