namespace Cruddur.Tests.Project;

/// <summary>Where the project lies, found from where the tests run.</summary>
internal static class Checkout
{
    public static readonly string Root = Find();

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>A program where its own project builds it: beside the tests it would lack what ASP.NET has.</summary>
    public static string ProgramOf(string project)
    {
        var build = Path.GetRelativePath(Path.Combine(Root, "tests", "Cruddur.Tests"), AppContext.BaseDirectory);
        return Path.Combine(Root, "src", project, build, $"{project}.dll");
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cruddur.slnx")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside a checkout.");
    }
}
