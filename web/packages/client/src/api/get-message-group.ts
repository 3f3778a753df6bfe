import type { Calls } from '../http.ts';
import type { OpenedMessageGroup } from '../model.ts';
import { parseMessageGroup, parseShape } from '../parse.ts';

export async function getMessageGroup(http: Calls, uuid: string): Promise<OpenedMessageGroup> {
  const { body } = await http.send('GET', `/api/message_groups/${encodeURIComponent(uuid)}`);
  parseMessageGroup(body);
  return parseShape<OpenedMessageGroup>(body, { other_read_seq: 'number' });
}
