namespace Cruddur.Cli.Seed.Plausible;

/// <summary>What <see cref="PlausibleTexts"/> chooses from. Words in braces are filled in.</summary>
internal static class PlausiblePhrases
{
    public static readonly string[] Replies =
    [
        "ok",
        "Yes",
        "No, sorry",
        "Sure",
        "Thanks!",
        "Thank you so much",
        "haha",
        "On my way",
        "Got it",
        "Sounds good",
        "Let me check",
        "Done",
        "Really?",
        "Same here",
        "Not yet",
        "Give me five minutes",
        "Of course",
        "I think so too",
        "Good night",
        "Good morning!",
        "See you there",
        "No idea, honestly",
        "That is brilliant",
        "Perfect, thanks",
        "Call you later?",
        "Just saw this, sorry",
        "Yep",
        "Makes sense",
        "Let's do that",
    ];

    public static readonly string[] Questions =
    [
        "Are we still on for {day}?",
        "Do you know somebody in {city}?",
        "Did {person} tell you about it?",
        "Could you bring the {thing} back on {day}?",
        "How was {city}?",
        "Have you heard from {person}?",
        "Shall we meet at {number} past?",
        "Is the {thing} yours?",
        "Who else is coming on {day}?",
        "Would {day} work for you?",
        "Do you still need a lift to {city}?",
        "Have you tried the new place in {city}?",
        "Can you send me the notes from {company}?",
        "What did they say at {company}?",
        "Did you really walk {number} kilometres?",
        "When does {person} arrive?",
    ];

    public static readonly string[] Statements =
    [
        "I'll be in {city} until {day}.",
        "{person} says hello!",
        "The train is {number} minutes late again.",
        "I found the {thing} under the sofa.",
        "We are {number} people on {day}, I'll book a bigger table.",
        "They moved the meeting with {company} to {day}.",
        "I start at {company} in {number} days!",
        "{person} and I are at the usual place.",
        "The {thing} broke, but I think I can mend it.",
        "It has been raining in {city} for {number} days now.",
        "I left {number} messages, they never call back.",
        "Reading a book about {city}, you would like it.",
        "{person} made soup for {number}, come over.",
        "My sister is moving to {city} on {day}.",
        "I sent you the photos, there are {number} of them.",
        "The cat sat on the {thing} all day.",
        "Finally finished, only took {number} hours.",
    ];

    public static readonly string[] Emoji =
    [
        "👍",
        "😂",
        "❤️",
        "🎉",
        "🙏",
        "😅",
        "👀",
        "🤷‍♀️",
        "👩‍💻",
        "🇳🇱",
        "☕️",
        "🔥🔥",
        "😴",
        "🥳",
        "🚲",
    ];

    public static readonly string[] OtherScripts =
    [
        "ありがとうございます！",
        "明日は何時に会いましょうか。",
        "Да, конечно",
        "Увидимся завтра вечером",
        "我在路上了",
        "周末一起吃饭吗？",
        "지금 가고 있어요",
        "주말에 시간 있어요?",
        "شكراً جزيلاً",
        "متى نلتقي غداً؟",
        "תודה רבה",
        "נתראה מחר בערב",
        "Ευχαριστώ πολύ!",
        "Τα λέμε αύριο",
        "धन्यवाद, कल मिलते हैं",
        "ขอบคุณมาก",
        "Дякую, до зустрічі",
        "Até amanhã, não te esqueças do café",
        "Görüşürüz, çok teşekkürler",
        "Dziękuję, do zobaczenia później",
        "Ça marche, à tout à l'heure !",
        "Schöne Grüße aus Köln",
    ];

    public static readonly string[] Days =
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "the weekend",
        "the 14th",
        "my birthday",
    ];
}
