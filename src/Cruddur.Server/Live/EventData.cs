using Cruddur.Server.MessageGroups;
using Cruddur.Server.Messages;

namespace Cruddur.Server.Live;

// The data of each event of a stream; docs/events.schema.json describes them.

internal sealed record ReadyData(string Cursor, string Epoch, bool Resumed, double HeartbeatSeconds);

internal sealed record ResetData(string Reason);

internal sealed record InboxChangedData(MessageGroupAnswer MessageGroup);

internal sealed record MessageCreatedData(Guid MessageGroupUuid, long Seq, MessageAnswer Message);

internal sealed record ReadAdvancedData(Guid MessageGroupUuid, Guid UserUuid, long ReadSeq);

internal sealed record TypingData(Guid MessageGroupUuid, Guid UserUuid);

internal sealed record HeartbeatData(string Digest, long UnreadCount);
