import type { Calls } from '../http.ts';

/** Told to the other member and kept nowhere. */
export async function postTyping(http: Calls, group: string): Promise<void> {
  await http.send('POST', `/api/message_groups/${encodeURIComponent(group)}/typing`);
}
