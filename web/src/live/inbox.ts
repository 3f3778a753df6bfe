import { type Message, type MessageGroup, Observable, type ReadMark } from '@cruddur/client';

export interface InboxSnapshot {
  readonly status: 'loading' | 'ready' | 'failed';
  /** Newest activity first. */
  readonly groups: readonly MessageGroup[];
  readonly unreadCount: number;
}

/** The groups of the person, as they were told. */
export class Inbox extends Observable<InboxSnapshot> {
  private readonly groups = new Map<string, MessageGroup>();

  constructor(private readonly onRow: (group: MessageGroup) => void) {
    super({ status: 'loading', groups: [], unreadCount: 0 });
  }

  get(uuid: string): MessageGroup | undefined {
    return this.groups.get(uuid);
  }

  all(): readonly MessageGroup[] {
    return [...this.groups.values()];
  }

  /** What is told may come twice and in another order: a row never goes back to an older message or an older mark. */
  receive(row: MessageGroup): void {
    const known = this.groups.get(row.uuid);
    const merged = known === undefined ? row : merge(known, row);
    // Also when it is known here: the log of the group may lack what it tells of.
    this.onRow(merged);
    if (known !== undefined && isSame(known, merged)) return;
    this.groups.set(row.uuid, merged);
    // The first rows come all together, and are shown together.
    if (this.getSnapshot().status === 'ready') this.show();
  }

  /** The first rows are all there. */
  complete(): void {
    if (this.getSnapshot().status !== 'ready') this.show('ready');
  }

  fail(): void {
    if (this.getSnapshot().status === 'loading') this.show('failed');
  }

  /** The store is another one. */
  forget(): void {
    this.groups.clear();
    this.show('loading');
  }

  /** The row at once, before the server has brought it up to date. */
  noticeMessage(message: Message, opened: MessageGroup | null): void {
    const row = this.groups.get(message.message_group_uuid) ?? opened;
    if (row === null || message.seq <= row.last_seq) return;
    const { seq: last_seq, message: text, created_at, user_uuid: last_user_uuid } = message;
    // Somebody who has changed their name writes under the new one.
    const { handle, display_name } = message.user_uuid === row.user_uuid ? message : row;
    this.groups.set(row.uuid, { ...row, handle, display_name, last_seq, message: text, created_at, last_user_uuid });
    this.show();
  }

  noticeRead(mark: ReadMark): void {
    const row = this.groups.get(mark.message_group_uuid);
    if (row === undefined || mark.read_seq < row.read_seq) return;
    this.groups.set(row.uuid, { ...row, read_seq: mark.read_seq, unread_count: mark.unread_count });
    this.show();
  }

  /** Read here in another tab, or elsewhere: how many are left is told with the row. */
  noticeOwnRead(group: string, readSeq: number): void {
    const row = this.groups.get(group);
    if (row === undefined || readSeq <= row.read_seq) return;
    const unread_count = Math.min(row.unread_count, Math.max(0, row.last_seq - readSeq));
    this.noticeRead({ message_group_uuid: group, read_seq: readSeq, unread_count });
  }

  private show(status = this.getSnapshot().status): void {
    const groups = this.all().toSorted(byActivity);
    const before = this.getSnapshot();
    const unchanged = before.groups.length === groups.length && groups.every((it, at) => it === before.groups[at]);
    const after: InboxSnapshot = {
      status,
      groups: unchanged ? before.groups : groups,
      unreadCount: groups.reduce((sum, group) => sum + group.unread_count, 0),
    };
    if (!isSame(before, after)) this.publish(after);
  }
}

function merge(known: MessageGroup, row: MessageGroup): MessageGroup {
  const last = row.last_seq < known.last_seq ? known : row;
  const read = row.read_seq < known.read_seq ? known : row;
  // Where one has the newer message and the other the newer mark, no more can be unread than is after the mark. The
  // server tells the row anew, and exactly, once it has both.
  const unread = last === read ? last.unread_count : Math.min(last.unread_count, last.last_seq - read.read_seq);
  const { message, created_at, last_user_uuid, last_seq } = last;
  return { ...row, message, created_at, last_user_uuid, last_seq, read_seq: read.read_seq, unread_count: unread };
}

function isSame<T extends object>(one: T, other: T): boolean {
  return (Object.keys(one) as (keyof T)[]).every((name) => one[name] === other[name]);
}

function byActivity(a: MessageGroup, b: MessageGroup): number {
  return (b.created_at ?? '').localeCompare(a.created_at ?? '') || a.uuid.localeCompare(b.uuid);
}
