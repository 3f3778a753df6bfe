import type { Calls } from '../http.ts';
import type { Message, PendingMessage } from '../model.ts';
import { parseMessage } from '../parse.ts';

/** Idempotent: the same message_uuid, base and text give the same answer, however often. */
export async function putMessage(http: Calls, pending: PendingMessage): Promise<Message> {
  const { message_group_uuid, uuid, message, base } = pending;
  const address = `/api/message_groups/${encodeURIComponent(message_group_uuid)}/messages/${encodeURIComponent(uuid)}`;
  return parseMessage((await http.send('PUT', address, { message, base })).body);
}
