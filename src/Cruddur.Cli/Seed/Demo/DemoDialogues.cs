namespace Cruddur.Cli.Seed.Demo;

/// <summary>What the demo people wrote to each other. Each line begins with the handle of who wrote it.</summary>
internal static class DemoDialogues
{
    /// <param name="EndsBefore">How long before the seeding the last message was written.</param>
    /// <param name="Pace">Between two messages.</param>
    /// <param name="Unread">How many of the last messages somebody has not read; everybody else has read all.</param>
    public sealed record Dialogue(
        TimeSpan EndsBefore,
        TimeSpan Pace,
        (string Handle, int Messages)? Unread,
        string Lines
    );

    public static readonly IReadOnlyList<Dialogue> All =
    [
        new(
            TimeSpan.FromMinutes(3),
            TimeSpan.FromMinutes(1),
            ("alice", 2),
            """
            alice: Morning Bob! Did the telescope arrive?
            bob: It did! Three boxes, and a manual in eleven languages, none of them clear 😅
            alice: Ha. Is it the one with the red tripod?
            bob: That one. I have put it together twice now. The first time I could only look at my own feet
            alice: A very nearby object of interest
            bob: Magnitude 43, the box says. They shine
            alice: So when do we try it on something a little further away?
            bob: The forecast says clear skies on Saturday. The moon sets early, so it should be properly dark
            alice: Saturday works. Where? The town is far too bright
            bob: I thought of the hill behind the old observatory. There is a bench, and nobody comes there after nine
            alice: Perfect. I know the path from the north side, it is less steep. I can show you
            bob: Even better, that tripod weighs as much as a small horse
            alice: I'll bring a red torch so that we can read the star map without losing our night vision
            bob: You have done this before!
            alice: Once, with my grandfather. We looked for the rings of Saturn for two hours and found a street lamp
            bob: Saturn is up from about ten, I checked. And no street lamps on the hill ☾
            alice: Then we have unfinished business, Saturn and I
            alice: I'll make tea. Ginger or mint?
            bob: Ginger, please. I'm in charge of the biscuits
            bob: Shall we meet at half past eight at the gate? Then we are up there before it gets dark
            """
        ),
        new(
            TimeSpan.FromHours(2),
            TimeSpan.FromMinutes(4),
            ("alice", 3),
            """
            dave: Hi Alice, it's Dave from the running group
            alice: Hi Dave! How is the knee?
            dave: Much better, thank you. Ten kilometres on Sunday and not a word from it
            alice: That is good news 🎉
            dave: We are four for the relay in spring and need a fifth. Carol said I should ask you
            dave: It's eight kilometres each, mostly along the river. No pressure at all
            dave: Well. A little pressure. We have matching shirts
            """
        ),
        new(
            TimeSpan.FromHours(19),
            TimeSpan.FromMinutes(7),
            null,
            """
            carol: Could you look over my talk? It's about maps that lie
            alice: Gladly! All of them, or the ones that do it on purpose?
            carol: Towns that were drawn in to catch copycats. There are surprisingly many
            alice: Send it over. And show the one with the invented lake, people love that one
            carol: It has its own slide, with a postcard from its shore
            alice: 😂 I'm looking forward to it. You'll have my notes tomorrow
            carol: You are a treasure. A real one, not a cartographer's
            """
        ),
        new(
            TimeSpan.FromDays(1.3),
            TimeSpan.FromMinutes(3),
            ("bob", 1),
            """
            bob: Carol, do you still have the bread recipe? Mine came out like a doorstop
            carol: I do: 500 g of flour, 350 g of water, 10 g of salt, a spoonful of starter, and then leave it alone until morning
            bob: Ah. I think I skipped "leave it alone"
            carol: Everybody does, once. Waiting is the hard part, the kneading is only for show
            bob: I'll try again tonight. The doorstop is holding the kitchen door, so nothing is lost
            carol: Send a picture of the next one! Crust and crumb, please 🍞
            """
        ),
        new(
            TimeSpan.FromDays(4.6),
            TimeSpan.FromMinutes(11),
            null,
            """
            dave: Salut Carol ! On se voit jeudi au café ?
            carol: Avec plaisir. À six heures, comme d'habitude ?
            dave: Parfait. Je t'apporte le livre sur les phares
            carol: ¡Genial! Und ich bringe den Kuchen mit
            dave: Three languages in one answer, you win again
            carol: ありがとう 🙂
            """
        ),
    ];
}
