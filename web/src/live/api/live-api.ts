import type { HttpClient } from '../../shared/api/http-client';
import type { Message, OpenedMessageGroup, PendingMessage, ReadMark } from '../model';
import { getMessageGroup } from './get-message-group';
import { getMessageGroups, type MessageGroupPage } from './get-message-groups';
import { getMessages, type MessageRange } from './get-messages';
import { getUnreadCount } from './get-unread-count';
import { postRead } from './post-read';
import { putMessage } from './put-message';

/** The server, as far as live state needs it. */
export interface LiveApi {
  getMessageGroups(next: string | null): Promise<MessageGroupPage>;
  getMessageGroup(uuid: string): Promise<OpenedMessageGroup>;
  getMessages(group: string, range: MessageRange): Promise<Message[]>;
  putMessage(pending: PendingMessage): Promise<Message>;
  postRead(group: string, seq: number): Promise<ReadMark>;
  getUnreadCount(): Promise<number>;
}

export function createLiveApi(http: HttpClient): LiveApi {
  return {
    getMessageGroups: (next) => getMessageGroups(http, next),
    getMessageGroup: (uuid) => getMessageGroup(http, uuid),
    getMessages: (group, range) => getMessages(http, group, range),
    putMessage: (pending) => putMessage(http, pending),
    postRead: (group, seq) => postRead(http, group, seq),
    getUnreadCount: () => getUnreadCount(http),
  };
}
