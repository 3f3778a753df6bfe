namespace Cruddur.Cli.Seed;

/// <summary>How far seeding is. Written by many workers, read by whoever draws the progress.</summary>
internal sealed class SeedCounts
{
    private long _peopleAdded;
    private long _peopleFound;
    private long _messagesAdded;
    private long _messagesFound;
    private long _postsAdded;
    private long _postsFound;

    public long PeopleAdded => Interlocked.Read(ref _peopleAdded);

    public long People => PeopleAdded + Interlocked.Read(ref _peopleFound);

    public long MessagesAdded => Interlocked.Read(ref _messagesAdded);

    public long Messages => MessagesAdded + Interlocked.Read(ref _messagesFound);

    public long PostsAdded => Interlocked.Read(ref _postsAdded);

    public long Posts => PostsAdded + Interlocked.Read(ref _postsFound);

    public void CountPerson(bool added) => Interlocked.Increment(ref added ? ref _peopleAdded : ref _peopleFound);

    public void CountMessage(bool added) => Interlocked.Increment(ref added ? ref _messagesAdded : ref _messagesFound);

    public void CountPost(bool added) => Interlocked.Increment(ref added ? ref _postsAdded : ref _postsFound);
}
