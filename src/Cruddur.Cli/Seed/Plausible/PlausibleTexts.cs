using Bogus;
using Cruddur.Messages;

namespace Cruddur.Cli.Seed.Plausible;

/// <summary>Makes texts as people write them to each other: mostly short, some long, some in other scripts, some emoji.</summary>
/// <remarks>Not for use by two threads at once.</remarks>
internal sealed class PlausibleTexts
{
    private readonly Faker _faker = new("en");

    public MessageText Of(Guid messageUuid)
    {
        _faker.Random = new Randomizer(SeedUuid.RandomSeedOf(messageUuid));
        var text = _faker.Random.Double() switch
        {
            < 0.30 => OneOf(PlausiblePhrases.Replies),
            < 0.55 => Sentence(PlausiblePhrases.Questions),
            < 0.78 => Sentence(PlausiblePhrases.Statements),
            < 0.84 => OneOf(PlausiblePhrases.Emoji),
            < 0.90 => OneOf(PlausiblePhrases.OtherScripts),
            < 0.97 => Several(_faker.Random.Int(2, 5)),
            _ => Several(_faker.Random.Int(3, 6)) + "\n\n" + _faker.Lorem.Paragraph(3),
        };
        if (_faker.Random.Double() < 0.06)
        {
            text = $"{text} {OneOf(PlausiblePhrases.Emoji)}";
        }
        return MessageText.Parse(text) is MessageTextResult.Valid valid
            ? valid.Text
            : Parsed(PlausiblePhrases.Replies[0]);
    }

    private static MessageText Parsed(string text) => ((MessageTextResult.Valid)MessageText.Parse(text)).Text;

    private string Several(int sentences) =>
        string.Join(
            ' ',
            Enumerable
                .Range(0, sentences)
                .Select(_ => Sentence(_faker.Random.Bool() ? PlausiblePhrases.Statements : PlausiblePhrases.Questions))
        );

    /// <summary>A phrase with its blanks filled; only those that it has, as making names is most of the work.</summary>
    private string Sentence(string[] phrases)
    {
        var phrase = OneOf(phrases);
        phrase = Fill(phrase, "{city}", () => _faker.Address.City());
        phrase = Fill(phrase, "{person}", () => _faker.Name.FirstName());
        phrase = Fill(phrase, "{thing}", () => _faker.Commerce.Product().ToLowerInvariant());
        phrase = Fill(phrase, "{company}", () => _faker.Company.CompanyName());
        phrase = Fill(phrase, "{number}", () => $"{_faker.Random.Int(2, 30)}");
        return Fill(phrase, "{day}", () => OneOf(PlausiblePhrases.Days));
    }

    private static string Fill(string phrase, string blank, Func<string> make) =>
        phrase.Contains(blank, StringComparison.Ordinal)
            ? phrase.Replace(blank, make(), StringComparison.Ordinal)
            : phrase;

    private string OneOf(string[] choices) => _faker.Random.ArrayElement(choices);
}
