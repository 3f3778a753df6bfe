import type { HttpClient } from '../../shared/api/http-client';
import type { Message } from '../model';
import { parseMessages } from './parse';

/** The largest page the server gives. */
export const pageSize = 100;

export type MessageRange = 'newest' | { before_seq: number } | { after_seq: number } | { around_seq: number };

/** Oldest first, whatever the range. */
export async function getMessages(http: HttpClient, group: string, range: MessageRange): Promise<Message[]> {
  const query = new URLSearchParams({ limit: String(pageSize) });
  if (range !== 'newest') {
    for (const [name, seq] of Object.entries(range)) query.set(name, String(seq));
  }
  return parseMessages((await http.send('GET', `/api/messages/${encodeURIComponent(group)}?${query}`)).body);
}
