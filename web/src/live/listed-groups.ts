import type { Correspondent, MessageGroup, Pending, PendingMessage } from '@cruddur/client';
import type { InboxSnapshot } from './inbox';

/**
 * The inbox, and before it the groups with something unsent that it lacks: the server leaves out a group without a
 * message, and what was written in one would have no way back to it.
 */
export function listGroups(
  me: string,
  inbox: InboxSnapshot,
  pending: Pending,
  drafted: readonly string[],
  correspondent: (group: string) => Correspondent | undefined,
): readonly MessageGroup[] {
  // Until the inbox has come nobody knows what it lacks.
  if (inbox.status === 'loading') return inbox.groups;
  const listed = new Set(inbox.groups.map((group) => group.uuid));
  const unsent = [...new Set([...pending.keys(), ...drafted])].flatMap((uuid) => {
    const last = pending.get(uuid)?.at(-1);
    const to = correspondent(uuid);
    return listed.has(uuid) || to === undefined ? [] : [unsentGroup(uuid, to, me, last)];
  });
  return unsent.length === 0 ? inbox.groups : [...unsent, ...inbox.groups];
}

function unsentGroup(uuid: string, to: Correspondent, me: string, last: PendingMessage | undefined): MessageGroup {
  return {
    ...to,
    uuid,
    message: last?.message ?? null,
    created_at: last?.written_at ?? null,
    last_user_uuid: last === undefined ? null : me,
    last_seq: 0,
    read_seq: 0,
    unread_count: 0,
  };
}
