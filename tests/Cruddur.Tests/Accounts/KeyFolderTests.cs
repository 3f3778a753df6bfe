using Cruddur.Server.Accounts;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cruddur.Tests.Accounts;

public sealed class KeyFolderTests
{
    [Fact]
    public void Keys_are_for_the_servers_user_alone_also_where_they_were_not()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        var path = Directory.CreateTempSubdirectory("cruddur-keys-").FullName;
        try
        {
            var old = Path.Combine(path, "key-old.xml");
            File.WriteAllText(old, "<key/>");
            File.SetUnixFileMode(old, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);

            var folder = new KeyFolder(path, NullLoggerFactory.Instance);
            folder.StoreElement(new System.Xml.Linq.XElement("key"), "key-new");

            Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(path));
            foreach (var file in Directory.GetFiles(path))
            {
                Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(file));
            }
            Assert.Equal(2, folder.GetAllElements().Count);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
