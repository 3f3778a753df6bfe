import type { Calls } from '../http.ts';
import type { MessageGroup } from '../model.ts';
import { parseMessageGroups } from '../parse.ts';

export interface MessageGroupPage {
  readonly groups: readonly MessageGroup[];
  /** Opaque; leads to the groups with older activity. */
  readonly next: string | null;
}

/** Newest activity first. */
export async function getMessageGroups(http: Calls, next: string | null): Promise<MessageGroupPage> {
  const answer = await http.send('GET', next ?? '/api/message_groups?limit=50');
  return { groups: parseMessageGroups(answer.body), next: answer.next === null ? null : pathOf(answer.next) };
}

/** A proxy may make the server believe in another host name: only the path is ours to follow. */
function pathOf(address: string): string {
  const url = new URL(address, 'http://here.invalid/api/');
  return url.pathname + url.search;
}
