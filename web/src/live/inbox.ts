import type { LiveApi } from './api/live-api';
import type { Message, MessageGroup, ReadMark } from './model';
import { Observable } from './observable';

export interface InboxSnapshot {
  readonly status: 'loading' | 'ready' | 'failed';
  /** Newest activity first. */
  readonly groups: readonly MessageGroup[];
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly unreadCount: number;
  readonly error: unknown;
}

/** The groups of the person, as far as they are loaded. */
export class Inbox extends Observable<InboxSnapshot> {
  private readonly groups = new Map<string, MessageGroup>();
  private next: string | null = null;
  private pages = 0;
  /** Unread messages that no loaded row accounts for, when the loaded ones were last read whole. */
  private beyond = 0;

  constructor(
    private readonly api: LiveApi,
    private readonly onTail: (group: MessageGroup) => void,
  ) {
    super({ status: 'loading', groups: [], hasMore: false, loadingMore: false, unreadCount: 0, error: null });
  }

  get(uuid: string): MessageGroup | undefined {
    return this.groups.get(uuid);
  }

  /** Reads from the newest on, until it meets what it knows; everything that is loaded when `whole`. */
  async catchUp(whole: boolean): Promise<void> {
    try {
      await this.read(whole);
      // With one page that is all of it, the rows say everything.
      const alone = this.pages <= 1 && this.next === null;
      const counted = alone ? null : await this.api.getUnreadCount();
      if (counted !== null) {
        // What was read on another device moves no row to the first page: only the count tells of it.
        if (!whole && this.pages > 1 && counted - this.sum() !== this.beyond) await this.read(true);
        this.beyond = counted - this.sum();
      }
      this.show({ status: 'ready', error: null }, counted);
    } catch (error) {
      if (this.getSnapshot().status !== 'ready') this.show({ status: 'failed', error });
      throw error;
    }
  }

  async loadMore(): Promise<void> {
    if (this.next === null || this.getSnapshot().loadingMore) return;
    this.show({ loadingMore: true });
    try {
      const page = await this.api.getMessageGroups(this.next);
      const before = this.sum();
      for (const group of page.groups) this.merge(group);
      this.beyond -= this.sum() - before;
      this.extend(this.pages + 1, page.next);
    } finally {
      this.show({ loadingMore: false });
    }
  }

  /** The row at once, before the server has brought it up to date. */
  noticeMessage(message: Message, opened: MessageGroup | null): void {
    const row = this.groups.get(message.message_group_uuid) ?? opened;
    if (row === null || row === undefined || message.seq <= row.last_seq) return;
    const { seq: last_seq, message: text, created_at, user_uuid: last_user_uuid } = message;
    this.groups.set(row.uuid, { ...row, last_seq, message: text, created_at, last_user_uuid });
    this.show({});
  }

  noticeRead(mark: ReadMark): void {
    const row = this.groups.get(mark.message_group_uuid);
    if (row === undefined || mark.read_seq < row.read_seq) return;
    this.groups.set(row.uuid, { ...row, read_seq: mark.read_seq, unread_count: mark.unread_count });
    this.show({});
  }

  private async read(whole: boolean): Promise<void> {
    const first = this.pages === 0;
    let next: string | null = null;
    let read = 0;
    for (;;) {
      const page = await this.api.getMessageGroups(next);
      // Newest activity first: when the last of a page is as it was, so is what comes after it.
      const last = page.groups.at(-1);
      const metTheKnown = last === undefined || !this.isNews(last);
      for (const group of page.groups) this.merge(group);
      next = page.next;
      read++;
      if (read > this.pages) this.extend(read, next);
      const enough = first || (metTheKnown && (!whole || read >= this.pages));
      if (next === null || enough) break;
    }
  }

  private sum(): number {
    return [...this.groups.values()].reduce((total, group) => total + group.unread_count, 0);
  }

  private extend(pages: number, next: string | null): void {
    this.pages = pages;
    this.next = next;
  }

  private isNews(group: MessageGroup): boolean {
    const known = this.groups.get(group.uuid);
    return known === undefined || known.last_seq < group.last_seq;
  }

  /** Answers may overtake each other: a row never goes back to an older message or an older mark. */
  private merge(group: MessageGroup): void {
    const known = this.groups.get(group.uuid);
    const older = known !== undefined && (group.last_seq < known.last_seq || group.read_seq < known.read_seq);
    if (older || (known !== undefined && isSame(known, group))) return;
    this.groups.set(group.uuid, group);
    this.onTail(group);
  }

  private show(change: Partial<InboxSnapshot>, counted: number | null = null): void {
    const groups = [...this.groups.values()].sort(byActivity);
    const sum = this.sum();
    const before = this.getSnapshot();
    const unchanged = before.groups.length === groups.length && groups.every((it, at) => it === before.groups[at]);
    const after: InboxSnapshot = {
      ...before,
      groups: unchanged ? before.groups : groups,
      hasMore: this.next !== null,
      unreadCount: counted ?? (this.next === null ? sum : Math.max(sum, before.unreadCount)),
      ...change,
    };
    if (!isSame(before, after)) this.publish(after);
  }
}

function isSame<T extends object>(one: T, other: T): boolean {
  return (Object.keys(one) as (keyof T)[]).every((name) => one[name] === other[name]);
}

function byActivity(a: MessageGroup, b: MessageGroup): number {
  return (b.created_at ?? '').localeCompare(a.created_at ?? '') || a.uuid.localeCompare(b.uuid);
}
