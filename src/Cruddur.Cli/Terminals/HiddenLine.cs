using System.Text;

namespace Cruddur.Cli.Terminals;

/// <summary>A line that is typed without being shown, with what a terminal does to one: Backspace, and Ctrl+U to begin again.</summary>
internal static class HiddenLine
{
    /// <returns>Null when Ctrl+D ends the input before anything is typed.</returns>
    public static string? Read(Func<ConsoleKeyInfo> nextKey)
    {
        var line = new StringBuilder();
        while (true)
        {
            var key = nextKey();
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when line.Length > 0:
                    return line.ToString();
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control }:
                    return null;
                case { Key: ConsoleKey.U, Modifiers: ConsoleModifiers.Control }:
                    line.Clear();
                    break;
                case { Key: ConsoleKey.Backspace }:
                    RemoveLast(line);
                    break;
                case { KeyChar: var typed } when !char.IsControl(typed):
                    line.Append(typed);
                    break;
            }
        }
    }

    private static void RemoveLast(StringBuilder line)
    {
        var isPair = line.Length > 1 && char.IsLowSurrogate(line[^1]);
        var length = isPair ? 2 : Math.Min(1, line.Length);
        line.Remove(line.Length - length, length);
    }
}
