using Bogus;
using Bogus.DataSets;
using Bogus.Extensions;
using Cruddur.Users;

namespace Cruddur.Cli.Seed.Plausible;

/// <summary>People of many countries. Each depends only on the seed and its number, so more people keep the first ones.</summary>
internal sealed class PlausiblePeople(int seed)
{
    private const int LongestName = 22;

    // English often enough that most handles can be guessed from the name.
    private static readonly string[] Locales =
    [
        "en",
        "en",
        "en",
        "en_GB",
        "en_IND",
        "de",
        "fr",
        "es",
        "it",
        "pt_BR",
        "nl",
        "sv",
        "pl",
        "tr",
        "ja",
        "ru",
        "ko",
        "zh_CN",
        "ar",
        "el",
        "uk",
    ];

    public IReadOnlyList<PlannedPerson> Make(int count, DateTimeOffset now)
    {
        var names = Locales
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(locale => locale, locale => new Name(locale), StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return [.. Enumerable.Range(0, count).Select(number => Make(number, names, taken, now))];
    }

    public Guid UuidOf(int number) => SeedUuid.Of("person", $"{seed}", $"{number}");

    private PlannedPerson Make(int number, Dictionary<string, Name> names, HashSet<string> taken, DateTimeOffset now)
    {
        var uuid = UuidOf(number);
        var random = new Randomizer(SeedUuid.RandomSeedOf(uuid));
        var name = names[random.ArrayElement(Locales)];
        name.Random = random;
        names["en"].Random = random;
        var (first, last) = (name.FirstName(), name.LastName());
        var displayName = name.Locale is "ja" or "ko" or "zh_CN" ? $"{last} {first}" : $"{first} {last}";
        var ascii = AsciiOf($"{first.Transliterate()}_{last.Transliterate()}");
        if (ascii.Length < 6)
        {
            // A script that cannot be spelt in Latin letters: a handle by which others can find them all the same.
            ascii = AsciiOf($"{names["en"].FirstName()}_{names["en"].LastName()}");
        }
        var handle = random.Bool(0.3f) ? $"{ascii}{random.Int(2, 99)}" : ascii;
        if (!taken.Add(handle))
        {
            handle = $"{ascii}_{number}";
            taken.Add(handle);
        }
        var valid = DisplayName.TryParse(displayName, out _, out _) ? displayName : handle;
        return PlannedPerson.Of(uuid, handle, valid, now - TimeSpan.FromDays(random.Double(150, 700)));
    }

    private static string AsciiOf(string name)
    {
        var letters = new string([
            .. name.ToLowerInvariant().Where(letter => char.IsAsciiLetter(letter) || letter == '_'),
        ]);
        return letters[..Math.Min(letters.Length, LongestName)].Trim('_');
    }
}
