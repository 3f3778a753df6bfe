import type { Calls } from '../http.ts';
import type { Message } from '../model.ts';
import { parseMessages } from '../parse.ts';

/** The largest page the server gives. */
export const pageSize = 100;

export type MessageRange = 'newest' | { before_seq: number } | { after_seq: number } | { around_seq: number };

/** Oldest first, whatever the range. */
export async function getMessages(
  http: Calls,
  group: string,
  range: MessageRange,
  limit = pageSize,
): Promise<Message[]> {
  const query = new URLSearchParams({ limit: String(limit) });
  if (range !== 'newest') {
    for (const [name, seq] of Object.entries(range)) query.set(name, String(seq));
  }
  return parseMessages((await http.send('GET', `/api/messages/${encodeURIComponent(group)}?${query}`)).body);
}
