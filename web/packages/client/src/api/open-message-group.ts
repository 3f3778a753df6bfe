import type { Calls } from '../http.ts';
import type { MessageGroup } from '../model.ts';
import { parseMessageGroup } from '../parse.ts';

/** Found or created: the same group whoever opens it, however often. */
export async function openMessageGroup(http: Calls, handle: string): Promise<MessageGroup> {
  return parseMessageGroup((await http.send('POST', '/api/message_groups', { handle })).body);
}
