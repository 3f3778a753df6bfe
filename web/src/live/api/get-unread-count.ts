import type { HttpClient } from '../../shared/api/http-client';
import { parseShape } from './parse';

/** All unread messages of the caller, over every group. */
export async function getUnreadCount(http: HttpClient): Promise<number> {
  const { body } = await http.send('GET', '/api/messages/counter');
  return parseShape<{ count: number }>(body, { count: 'number' }).count;
}
