using System.Globalization;
using System.Reflection;
using Cruddur.Activities.Table;
using Cruddur.Inbox;
using Cruddur.Live;
using Cruddur.MessageGroups;
using Cruddur.Messages;
using Cruddur.Postgres.Users;
using Cruddur.Runtime;
using Cruddur.Server;
using Cruddur.Server.Accounts;
using Cruddur.Server.Accounts.Codes;
using Cruddur.Server.Accounts.Sessions;
using Cruddur.Server.Cognito;
using Cruddur.Storage;
using Cruddur.Users;
using FsCheck;
using FsCheck.Fluent;

namespace Cruddur.Tests.Security;

/// <summary>
/// Whatever ids, handles and addresses people choose, no two things share a key of the table, and what a key or a cursor says is what
/// it was made of: nobody reaches the item of somebody else by a name that looks like its key.
/// </summary>
public sealed class TableKeysTests
{
    // Pairs must meet: few values, and those that could be taken for the parts of a key.
    private static readonly Gen<Guid> Uuid = Gen.Choose(0, 2)
        .Select(number => new Guid($"00000000-0000-8000-8000-00000000000{number}"));

    private static readonly Gen<long> Seq = Gen.Elements(
        0L,
        1,
        9,
        10,
        99,
        100,
        MessageEntry.MaxSeq - 1,
        MessageEntry.MaxSeq
    );

    private static readonly Gen<Handle> Handles = Parsed<Handle>(
        [
            "aa",
            "Aa",
            "a_",
            "head",
            "profile",
            "msg_",
            "group",
            "handle",
            "user",
            "account",
            "email",
            "find",
            "000000000001",
        ],
        text => Handle.TryParse(text, out var handle, out _) ? handle : null
    );

    private static readonly Gen<EmailAddress> Emails = Parsed<EmailAddress>(
        ["a@b.c", "A@b.c", "a#b@c.d", "user#0@c.d", "email@email.email", "a|b@c.d", "a/b@c.d", "handle#aa@c.d"],
        text => EmailAddress.TryParse(text, out var email, out _) ? email : null
    );

    private static readonly Gen<Subject> Subjects = (
        from issuer in Gen.Elements("https://a", "https://a/", "https://a#", "a", "SUBJECT#a")
        from value in Gen.Elements("b", "b|c", "|b", "#", "SUBJECT", "a|b", " b")
        select Subject.TryCreate(issuer, value, out var subject, out _) ? subject : null
    ).Where(subject => subject is not null)!;

    /// <summary>What a key stands for, and the key. One for each kind of item; the last test counts them.</summary>
    private static readonly Dictionary<string, Gen<(string Thing, Key Key)>> Kinds = new(StringComparer.Ordinal)
    {
        [nameof(MessageGroup)] = Uuid.Select(uuid => ($"group {uuid}", MessageGroup.KeyOf(uuid))),
        [nameof(MessageEntry)] =
            from uuid in Uuid
            from seq in Seq
            select ($"entry {seq} of {uuid}", MessageEntry.KeyOf(uuid, seq)),
        [nameof(InboxRow)] =
            from user in Uuid
            from uuid in Uuid
            select ($"row of {uuid} for {user}", InboxRow.KeyOf(user, uuid)),
        [nameof(StoredProfile)] = Uuid.Select(uuid => ($"profile {uuid}", StoredProfile.KeyOf(uuid))),
        [nameof(HandleClaim)] = Handles.Select(handle => ($"handle {handle.Folded}", HandleClaim.KeyOf(handle))),
        [nameof(SubjectClaim)] = Subjects.Select(subject =>
            ($"subject {subject.Issuer.Length} {subject.Issuer} {subject.Value}", SubjectClaim.KeyOf(subject))
        ),
        [nameof(Account)] = Uuid.Select(uuid => ($"account {uuid}", Account.KeyOf(uuid))),
        [nameof(PoolAccount)] = Uuid.Select(uuid => ($"account in a pool {uuid}", PoolAccount.KeyOf(uuid))),
        [nameof(PoolLookalike)] = Uuid.Select(uuid => ($"lookalike {uuid}", PoolLookalike.KeyOf(uuid))),
        [nameof(AwaitingSignUp)] = Emails.Select(email =>
            ($"sign-up with {email.Folded}", AwaitingSignUp.KeyOf(email.Value))
        ),
        [nameof(PoolName)] = Emails.Select(email => ($"name in a pool {email.Folded}", PoolName.KeyOf(email.Value))),
        [nameof(AdditionDecision)] =
            from user in Uuid
            from attempt in Uuid
            select ($"decision on {user} {attempt}", AdditionDecision.KeyOf(user, attempt)),
        [nameof(EmailAlias)] = Emails.Select(email => ($"address {email.Folded}", EmailAlias.KeyOf(email))),
        [nameof(MailAllowance)] =
            from email in Emails
            from purpose in Gen.Elements(Enum.GetValues<CodePurpose>())
            select ($"mails to {email.Folded} for {purpose}", MailAllowance.KeyOf(email, purpose)),
        [nameof(StoredCode)] =
            from user in Uuid
            from purpose in Gen.Elements(Enum.GetValues<CodePurpose>())
            select ($"code of {user} for {purpose}", StoredCode.KeyOf(user, purpose)),
        [nameof(ActivityHead)] = Uuid.Select(uuid => ($"activity {uuid}", ActivityHead.KeyOf(uuid))),
        [nameof(ActivityLike)] =
            from user in Uuid
            from uuid in Uuid
            select ($"that {user} likes {uuid}", ActivityLike.KeyOf(uuid, user)),
        [nameof(StoredSession)] =
            from user in Uuid
            from uuid in Uuid
            select ($"session {uuid} of {user}", StoredSession.KeyOf(user, uuid)),
    };

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(20_000);

    [Fact]
    public void No_two_things_share_a_key()
    {
        var any = Gen.OneOf(Kinds.Values).ToArbitrary();
        Prop.ForAll(any, any, (one, other) => (one.Key == other.Key) == (one.Thing == other.Thing)).Check(Many);
    }

    [Fact]
    public void Every_kind_of_item_whose_key_is_made_of_something_is_among_them()
    {
        var made = new[] { typeof(ITable).Assembly, typeof(CruddurServer).Assembly, typeof(AdditionDecision).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type =>
                type.GetMethods(BindingFlags.Static | BindingFlags.Public)
                    .Any(method => method.Name == "KeyOf" && method.ReturnType == typeof(Key))
            )
            .Select(type => type.Name);
        Assert.Equal(made.Order(StringComparer.Ordinal), Kinds.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_key_tells_whose_it_is()
    {
        Prop.ForAll(
                Uuid.ToArbitrary(),
                Uuid.ToArbitrary(),
                (user, group) =>
                    InboxRow.IsKey(InboxRow.KeyOf(user, group), out var ofUser)
                    && ofUser == user
                    && MessageGroup.IsKey(MessageGroup.KeyOf(group), out var ofGroup)
                    && ofGroup == group
            )
            .Check(Many);
        var others = Gen.OneOf(Kinds.Where(kind => kind.Key != nameof(InboxRow)).Select(kind => kind.Value));
        Prop.ForAll(others.ToArbitrary(), other => !InboxRow.IsKey(other.Key, out _)).Check(Many);
    }

    [Fact]
    public void Sequences_are_in_one_order_as_numbers_and_in_keys() =>
        Prop.ForAll(
                Seq.ToArbitrary(),
                Seq.ToArbitrary(),
                (one, other) =>
                    Math.Sign(one.CompareTo(other))
                    == Math.Sign(string.CompareOrdinal(MessageEntry.SortOf(one), MessageEntry.SortOf(other)))
            )
            .Check(Many);

    [Fact]
    public void What_was_written_is_what_is_read()
    {
        var times = Gen.Choose(0, int.MaxValue).Select(seconds => UnixTime.ToTime(seconds * 1_000_003L));
        Prop.ForAll(
                Subjects.ToArbitrary(),
                subject => Subject.TryParse(subject.Text, out var read, out _) && read == subject
            )
            .Check(Many);
        Prop.ForAll(
                times.ToArbitrary(),
                time =>
                {
                    var cursor = new EventCursor("AAAAAAAAAAA", time);
                    return !EventCursor.TryParse(cursor.ToString(), out var read) || read == cursor;
                }
            )
            .Check(Many);
        Prop.ForAll(
                times.ToArbitrary(),
                Uuid.ToArbitrary(),
                (time, uuid) =>
                {
                    var cursor = new InboxCursor(UnixTime.From(time), uuid);
                    return InboxCursor.TryParse(cursor.ToString(), out var read) && read == cursor;
                }
            )
            .Check(Many);
        Prop.ForAll(Handles.ToArbitrary(), handle => Handle.Parse(handle.Value).Folded == handle.Folded).Check(Many);
    }

    /// <summary>What is given out is what is taken: one text for each cursor, so that none can be dressed up as another.</summary>
    [Fact]
    public void A_cursor_that_is_read_is_written_the_same()
    {
        var random = new Random(7);
        var bytes = new byte[24];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            var text = HostileText.Damaged(
                random,
                new InboxCursor(random.NextInt64(), new Guid(bytes[..16])).ToString()
            );
            if (InboxCursor.TryParse(text, out var cursor))
            {
                Assert.Equal(text, cursor.ToString());
            }
            var live = HostileText.Damaged(
                random,
                string.Create(CultureInfo.InvariantCulture, $"{text[..Math.Min(22, text.Length)]}.{i}")
            );
            if (EventCursor.TryParse(live, out var eventCursor))
            {
                Assert.Equal(
                    eventCursor,
                    EventCursor.TryParse(eventCursor.ToString(), out var again) ? again : default
                );
            }
        }
    }

    private static Gen<T> Parsed<T>(string[] texts, Func<string, T?> parse)
        where T : class => Gen.Elements<T>(texts.Select(parse).Where(parsed => parsed is not null).ToArray()!);
}
