import type { Calls } from '../http.ts';
import type { Message, MessageGroup, OpenedMessageGroup, PendingMessage, ReadMark } from '../model.ts';
import { getMessageGroup } from './get-message-group.ts';
import { getMessageGroups, type MessageGroupPage } from './get-message-groups.ts';
import { getMessages, type MessageRange } from './get-messages.ts';
import { getSync, type Sync } from './get-sync.ts';
import { openMessageGroup } from './open-message-group.ts';
import { postRead } from './post-read.ts';
import { postTyping } from './post-typing.ts';
import { putMessage } from './put-message.ts';

/** The server, as far as messages go. */
export interface MessagingApi {
  getMessageGroups(next: string | null): Promise<MessageGroupPage>;
  getMessageGroup(uuid: string): Promise<OpenedMessageGroup>;
  openMessageGroup(handle: string): Promise<MessageGroup>;
  getMessages(group: string, range: MessageRange, limit?: number): Promise<Message[]>;
  putMessage(pending: PendingMessage): Promise<Message>;
  postRead(group: string, seq: number): Promise<ReadMark>;
  postTyping(group: string): Promise<void>;
  getSync(cursor: string | null): Promise<Sync>;
}

export function createMessagingApi(http: Calls): MessagingApi {
  return {
    getMessageGroups: (next) => getMessageGroups(http, next),
    getMessageGroup: (uuid) => getMessageGroup(http, uuid),
    openMessageGroup: (handle) => openMessageGroup(http, handle),
    getMessages: (group, range, limit) => getMessages(http, group, range, limit),
    putMessage: (pending) => putMessage(http, pending),
    postRead: (group, seq) => postRead(http, group, seq),
    postTyping: (group) => postTyping(http, group),
    getSync: (cursor) => getSync(http, cursor),
  };
}
