using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Cruddur.Bench.SignIn;

/// <summary>
/// Whether the time of an answer tells that there is somebody: the same call about somebody and about nobody, by turns in an order that
/// is shuffled, and how surely the two kinds of times differ.
/// </summary>
internal static class SignInTimings
{
    private const string Known = "known";
    private const string WrongPassword = "not-the-password";

    private static int _number;

    public static async Task<int> RunAsync(Uri address, int rounds)
    {
        using var http = new HttpClient { BaseAddress = address };
        var token = await Api.SignUpAsync(http, Known);
        using var signedIn = new HttpClient { BaseAddress = address };
        signedIn.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        await MeasureAsync("sign in by handle", rounds, isKnown => Login(http, isKnown ? Known : Unknown()));
        await MeasureAsync(
            "sign in by e-mail",
            rounds,
            isKnown => Login(http, $"{(isKnown ? Known : Unknown())}@example.test")
        );
        await MeasureAsync("sign up", rounds, isKnown => SignUp(http, isKnown));
        await MeasureAsync(
            "forgot password",
            rounds,
            isKnown => http.PostAsJsonAsync("/api/password/forgot", new { login = isKnown ? Known : Unknown() })
        );
        await MeasureAsync("reset password", rounds, isKnown => Reset(http, isKnown ? Known : Unknown()));
        await MeasureAsync(
            "find a person",
            rounds,
            isKnown => signedIn.GetAsync($"/api/users?query=@{(isKnown ? Known : Unknown())}")
        );
        return 0;
    }

    private static async Task MeasureAsync(string what, int rounds, Func<bool, Task<HttpResponseMessage>> call)
    {
        var random = new Random(rounds);
        var times = new Dictionary<bool, List<double>> { [true] = [], [false] = [] };
        // What is done for the first time takes longer.
        for (var warmUp = 0; warmUp < 20; warmUp++)
        {
            using var _ = await call(warmUp % 2 == 0);
        }
        for (var round = 0; round < rounds; round++)
        {
            var isFirstKnown = random.Next(2) == 0;
            foreach (var isKnown in new[] { isFirstKnown, !isFirstKnown })
            {
                var start = Stopwatch.GetTimestamp();
                using var answer = await call(isKnown);
                times[isKnown].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }
        var (known, unknown) = (Median(times[true]), Median(times[false]));
        var ahead = RankSum.ChanceOfBeingGreater(times[true], times[false]);
        var standardScore = RankSum.StandardScore(times[true], times[false]);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what, -18} {known, 10:0.00} {unknown, 10:0.00} {known / unknown, 8:0.000} {ahead, 8:0.000} {standardScore, 8:0.00}"
            )
        );
    }

    private static Task<HttpResponseMessage> Login(HttpClient http, string login) =>
        http.PostAsJsonAsync("/api/tokens", new { login, password = WrongPassword });

    // The handle is new each time: a taken one is told. What is not told is whether the address was there.
    private static Task<HttpResponseMessage> SignUp(HttpClient http, bool isKnown) =>
        http.PostAsJsonAsync(
            "/api/accounts",
            new
            {
                handle = Unknown(),
                display_name = "Some Body",
                email = $"{(isKnown ? Known : Unknown())}@example.test",
                password = WrongPassword,
            }
        );

    // Most of those about somebody find the code tried too often, which costs what an attempt costs.
    private static Task<HttpResponseMessage> Reset(HttpClient http, string login) =>
        http.PostAsJsonAsync(
            "/api/password/reset",
            new
            {
                login,
                code = "not a code",
                password = WrongPassword,
            }
        );

    private static string Unknown() => $"nobody_{Interlocked.Increment(ref _number)}";

    private static double Median(List<double> times)
    {
        var sorted = times.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
