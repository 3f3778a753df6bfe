using Cruddur.Users;

namespace Cruddur.Tests.Users;

/// <summary>Finding people by the beginning of a handle or of a word of a name.</summary>
public abstract partial class UserDirectoryContract
{
    [Theory]
    [InlineData("zoe_1", true)]
    [InlineData("ZOE", true)]
    [InlineData("@zo", true)]
    [InlineData("@ZÖ", true)]
    [InlineData("mull", true)]
    [InlineData("MÜLL", true)]
    [InlineData("mu\u0308ll", true)]
    [InlineData("zoë jean", true)]
    [InlineData("  jean-luc  ", true)]
    [InlineData("zoe   jean luc mul", true)]
    [InlineData("luc mul", true)]
    [InlineData("luc", true)]
    [InlineData("ｌｕｃ", true)]
    [InlineData("ller", false)] // not the beginning of a word
    [InlineData("jean zoe", false)]
    [InlineData("@jean", false)] // of a name, not of the handle
    [InlineData("zoe_2", false)]
    [InlineData("zoe#", true)] // punctuation does not matter
    [InlineData("@", false)]
    [InlineData("!", false)]
    [InlineData("@zo#", false)]
    public async Task A_handle_or_a_word_of_a_name_is_found_by_its_beginning(string text, bool found)
    {
        await Add("Zoe_1", "Zoë Jean-Luc Müller");

        var people = await Search(text);

        Assert.Equal(found, people.Count == 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \u3000 ")]
    [InlineData("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public void An_empty_or_overlong_query_is_refused_with_a_reason(string? text)
    {
        Assert.False(UserQuery.TryParse(text, out _, out var problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public async Task Who_matches_several_times_is_found_once()
    {
        await Add("anna", "Anna Annabel Anna Ann");

        Assert.Single(await Search("ann"));
    }

    [Fact]
    public async Task People_come_in_the_order_of_what_matched_up_to_the_limit()
    {
        // Everybody has many words that match, so that one page of rows is not one page of people.
        for (var i = 0; i < 30; i++)
        {
            await Add($"user{i:00}", $"An{i:00} Ana{i:00} Anb{i:00} Anc{i:00} And{i:00} Ane{i:00}");
        }
        await Add("an_by_handle", "Zoe");

        var some = await Search("an", limit: 5);
        Assert.Equal("user00 user01 user02 user03 user04", string.Join(' ', some.Select(person => person.Handle)));
        var all = await Search("an");
        Assert.Equal(31, all.Count);
        Assert.Equal("an_by_handle", all[^1].Handle.Value);
        Assert.Equal(some, all.Take(5));
    }

    [Fact]
    public async Task A_long_name_is_found_by_all_of_it()
    {
        var name = string.Concat(Enumerable.Repeat("ﷺ", 40));
        await Add("long_name", name);

        Assert.Single(await Search(name));
        Assert.Single(await Search(name[..3]));
    }

    [Fact]
    public async Task A_name_without_letters_is_found_by_handle_only()
    {
        await Add("dots", "...");

        Assert.Empty(await Search("..."));
        Assert.Single(await Search("do"));
    }
}
