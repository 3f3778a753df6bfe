import type { Calls } from '../http.ts';
import type { MessageGroup } from '../model.ts';
import { parseMessageGroups, parseShape } from '../parse.ts';

export interface Sync {
  readonly cursor: string;
  /** What was kept under the cursor is of another store, and all groups are in the answer. */
  readonly reset: boolean;
  readonly digest: string;
  readonly unread_count: number;
  /** With a cursor those that may have changed since, else all. */
  readonly message_groups: readonly MessageGroup[];
}

/** The same as a stream tells first, over plain HTTP. */
export async function getSync(http: Calls, cursor: string | null): Promise<Sync> {
  const query = cursor === null ? '' : `?${new URLSearchParams({ cursor })}`;
  const { body } = await http.send('GET', `/api/sync${query}`);
  const shape = { cursor: 'string', reset: 'boolean', digest: 'string', unread_count: 'number' } as const;
  const sync = parseShape<Sync>(body, shape);
  return { ...sync, message_groups: parseMessageGroups(sync.message_groups) };
}
