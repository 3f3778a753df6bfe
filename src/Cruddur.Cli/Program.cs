using System.Globalization;
using Cruddur.Cli.CommandLine;
using Cruddur.Cli.Terminals;

// Commands, their options and what they do: one file each, under the folder of the same name.
//   cruddur serve      Serve/ServeCommand.cs
//   cruddur seed       Seed/SeedCommand.cs
//   cruddur scan       Scan/ScanCommand.cs
//   cruddur patterns   Patterns/PatternsCommand.cs
//   cruddur inbox      Inbox/InboxCommand.cs
//   cruddur unread     Inbox/UnreadCommand.cs
//   cruddur users      Users/UsersCommand.cs
//   cruddur ddb        DynamoDb/DdbCommand.cs
//   cruddur db         Db/DbCommand.cs
//   cruddur backup     Backup/BackupCommand.cs
//   cruddur restore    Backup/RestoreCommand.cs
//   cruddur doctor     Doctor/DoctorCommand.cs
// What happens to a wrong usage and to exceptions: CommandLine/CommandRunner.cs.

// What is written and read is the same on every machine, whatever the language of its owner.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
using var terminal = Terminal.OfThisProcess();
return await CommandRunner.RunAsync(args, terminal);
