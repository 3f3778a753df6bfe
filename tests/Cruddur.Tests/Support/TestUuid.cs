namespace Cruddur.Tests.Support;

/// <summary>Uuids for tests that do not care which.</summary>
internal static class TestUuid
{
#pragma warning disable RS0030 // Nothing depends on their values.
    public static Guid Next() => Guid.NewGuid();
#pragma warning restore RS0030
}
