using Npgsql;

namespace Cruddur.Postgres;

/// <summary>Statements with what stands for <c>$1</c>, <c>$2</c>, … in them: values never become text of a statement.</summary>
internal static class Sql
{
    public static NpgsqlCommand CommandOf(
        this NpgsqlConnection connection,
        string text,
        params ReadOnlySpan<object?> values
    )
    {
        var command = new NpgsqlCommand(text, connection);
        Add(command.Parameters, values);
        return command;
    }

    /// <summary>One of several that go together: all of a batch happen or none, in one round trip.</summary>
    public static void Add(this NpgsqlBatch batch, string text, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(text);
        Add(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    /// <summary>A name as it stands in a statement that takes no parameters.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Add(NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
    }
}
