using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Cruddur.Server.Accounts;

/// <summary>
/// The keys that protect cookies and tokens, as files that only this server's user may read: who reads them can sign in
/// as anybody.
/// </summary>
internal sealed class KeyFolder : FileSystemXmlRepository
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public KeyFolder(string path, ILoggerFactory loggers)
        : base(System.IO.Directory.CreateDirectory(path), loggers) => Restrict();

    public override void StoreElement(XElement element, string friendlyName)
    {
        base.StoreElement(element, friendlyName);
        Restrict();
    }

    // On Windows a folder within the user's own inherits that nobody else may read it.
    private void Restrict()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        File.SetUnixFileMode(Directory.FullName, FolderMode);
        foreach (var file in Directory.EnumerateFiles("*.xml"))
        {
            File.SetUnixFileMode(file.FullName, FileMode);
        }
    }
}
