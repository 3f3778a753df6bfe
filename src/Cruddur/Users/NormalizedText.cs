using System.Text;

namespace Cruddur.Users;

/// <summary>
/// Text in one form, however it was typed (UAX #15). Text that is no Unicode (half a surrogate pair, or U+FFFE) stays as
/// it is, and so does all text where the runtime is told to do without ICU.
/// </summary>
public static class NormalizedText
{
    /// <summary>Normalization Form C: <c>e</c> with a combining accent becomes <c>é</c>.</summary>
    public static string Compose(string text) => Normalize(text, NormalizationForm.FormC);

    /// <summary>Normalization Form KD: letters and marks apart, ligatures and other shapes of letters undone.</summary>
    internal static string DecomposeCompatibly(string text) => Normalize(text, NormalizationForm.FormKD);

    private static string Normalize(string text, NormalizationForm form)
    {
        try
        {
            return text.Normalize(form);
        }
        catch (ArgumentException)
        {
            // The framework has no way to ask before. Who takes no such text refuses it; a password may have any.
            return text;
        }
    }
}
