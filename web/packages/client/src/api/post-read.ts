import type { Calls } from '../http.ts';
import type { ReadMark } from '../model.ts';
import { parseShape } from '../parse.ts';

/** Never moves the mark back: a lower seq changes nothing. */
export async function postRead(http: Calls, group: string, seq: number): Promise<ReadMark> {
  const { body } = await http.send('POST', `/api/message_groups/${encodeURIComponent(group)}/read`, { seq });
  return parseShape<ReadMark>(body, { message_group_uuid: 'string', read_seq: 'number', unread_count: 'number' });
}
