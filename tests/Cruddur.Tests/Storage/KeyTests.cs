using Cruddur.Storage;

namespace Cruddur.Tests.Storage;

public sealed class KeyTests
{
    [Theory]
    [InlineData("MSG#0197a1b2-0000-7000-8000-000000000001", "000000000001", true)]
    [InlineData("p", "s", true)]
    [InlineData("EMAIL#dana@example.test", "EMAIL", false)]
    [InlineData("HANDLE#dana", "HANDLE", false)]
    [InlineData("FIND#d", "dana diaz#0197a1b2-0000-7000-8000-000000000001", false)]
    public void What_is_said_of_a_key_names_nobody(string partition, string sort, bool isWhole)
    {
        var said = new Key(partition, sort).ToString();

        Assert.Equal(
            isWhole ? $"{partition} / {sort}" : $"{partition[..partition.IndexOf('#', StringComparison.Ordinal)]}#…",
            said
        );
    }
}
