namespace Cruddur.Runtime;

/// <summary>Where new uuids come from; a simulation gives its own so that a seed repeats a run.</summary>
public interface IUuidSource
{
    /// <summary>A uuid that was never given before, version 7 (RFC 9562): ordered by time, the rest random.</summary>
    Guid Next();
}

/// <summary>Uuids from the operating system's random generator and the injected clock.</summary>
public sealed class UuidSource(TimeProvider time) : IUuidSource
{
#pragma warning disable RS0030 // The one place that may.
    public Guid Next() => Guid.CreateVersion7(time.GetUtcNow());
#pragma warning restore RS0030
}
