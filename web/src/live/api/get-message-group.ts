import type { HttpClient } from '../../shared/api/http-client';
import type { OpenedMessageGroup } from '../model';
import { parseMessageGroup, parseShape } from './parse';

export async function getMessageGroup(http: HttpClient, uuid: string): Promise<OpenedMessageGroup> {
  const { body } = await http.send('GET', `/api/message_groups/${encodeURIComponent(uuid)}`);
  parseMessageGroup(body);
  return parseShape<OpenedMessageGroup>(body, { other_read_seq: 'number' });
}
