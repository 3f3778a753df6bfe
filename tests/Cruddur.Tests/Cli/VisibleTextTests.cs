using Cruddur.Cli.Terminals;

namespace Cruddur.Tests.Cli;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("\u001b[31mred", "␛[31mred")]
    [InlineData("one\r\ntwo\tthree", "one␍␊two␉three")]
    [InlineData("bell\a, delete\u007f", "bell␇, delete␡")]
    [InlineData("\u009b31m", "<U+009B>31m")]
    [InlineData("user\u202enimda", "user<U+202E>nimda")]
    [InlineData("end\u2028of line", "end<U+2028>of line")]
    public void What_a_terminal_would_obey_is_shown_instead(string text, string visible) =>
        Assert.Equal(visible, VisibleText.Of(text));

    [Theory]
    [InlineData("Plain text")]
    [InlineData("👩‍💻 🇳🇱 ❤️")]
    [InlineData("שלום, مرحبا, नमस्ते, 你好")]
    public void Text_of_any_script_stays_as_it_is(string text) => Assert.Equal(text, VisibleText.Of(text));
}
