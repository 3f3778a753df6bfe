using Cruddur.Cli.Terminals;

namespace Cruddur.Tests.Cli;

public sealed class HiddenLineTests
{
    [Theory]
    [InlineData("secret\r", "secret")]
    [InlineData(" two words \r", " two words ")]
    [InlineData("sekr\b\bcret\r", "secret")]
    [InlineData("\b\bsecret\r", "secret")]
    [InlineData("wrong\u0015secret\r", "secret")]
    [InlineData("key 😀😀\b\r", "key 😀")]
    [InlineData("\t\u001bse\0cret\r", "secret")]
    [InlineData("secret\u0004", "secret")]
    [InlineData("\r", "")]
    [InlineData("\u0004", null)]
    public void A_secret_is_read_key_by_key(string typed, string? expected)
    {
        var (keys, at) = (typed, 0);

        Assert.Equal(expected, HiddenLine.Read(() => KeyOf(keys[at++])));
    }

    [Fact]
    public void A_secret_is_not_shown_where_it_is_typed_and_taken_as_it_is_from_a_file()
    {
        using var error = new StringWriter();
        using var file = new StringReader(" from a file \n");
        using var terminal = new Terminal(TextWriter.Null, error, IsErrorInteractive: false, TimeProvider.System)
        {
            In = file,
        };
        var (keys, at) = ("typed\r", 0);

        Assert.Equal(" from a file ", terminal.AskSecret("Password: "));
        Assert.Equal("typed", (terminal with { NextKey = () => KeyOf(keys[at++]) }).AskSecret("Password: "));

        Assert.Equal($"Password: Password: {Environment.NewLine}", error.ToString());
    }

    private static ConsoleKeyInfo KeyOf(char character)
    {
        var (key, isControl) = character switch
        {
            '\r' => (ConsoleKey.Enter, false),
            '\b' => (ConsoleKey.Backspace, false),
            '\t' => (ConsoleKey.Tab, false),
            '\u0004' => (ConsoleKey.D, true),
            '\u0015' => (ConsoleKey.U, true),
            '\u001b' => (ConsoleKey.Escape, false),
            _ => (ConsoleKey.None, false),
        };
        return new ConsoleKeyInfo(character, key, shift: false, alt: false, isControl);
    }
}
