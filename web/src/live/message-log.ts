import {
  findSent,
  hasCode,
  type Message,
  MessageSequence,
  type MessagingApi,
  Observable,
  type OpenedMessageGroup,
  pageSize,
} from '@cruddur/client';
import { dividerOnArrival, dividerOnOpening } from './unread-divider';

/** Further behind than this, the window starts anew at the end: a hundred pages, a few seconds. */
const furthestCatchUp = 10_000;
/** Further behind than this, what is read first is shown at once and the rest comes in behind it: five pages. */
const furthestWhileWaiting = 500;

export interface LogSnapshot {
  readonly status: 'loading' | 'ready' | 'failed' | 'missing';
  readonly group: OpenedMessageGroup | null;
  /** Contiguous, in order. */
  readonly messages: readonly Message[];
  readonly loadingOlder: boolean;
  /** False while messages that were there when the group was opened still come in at the end. */
  readonly caughtUp: boolean;
  /** The first message under the line "new messages". */
  readonly unreadFrom: number | null;
  /** Counts openings, so that a view knows when to find its place again. */
  readonly opening: number;
  readonly error: unknown;
}

export interface LogEvents {
  /** Every message that comes in, by whichever way, before it is shown. */
  onMessages(messages: readonly Message[]): void;
  /** Messages at the end that were not there before. */
  onArrived(messages: readonly Message[]): void;
  /** What is missing before a message could not be fetched. */
  onGap(): void;
  onGroup(group: OpenedMessageGroup): void;
  /** How far it was read. */
  readUpTo(): number;
  hasAttention(): boolean;
}

/** The log of one message group, as far as it is loaded. */
export class MessageLog extends Observable<LogSnapshot> {
  private readonly sequence = new MessageSequence();
  private tail = 0;
  private loaded = false;
  /** Where the log ended when it was brought to the screen: what comes after that is news. */
  private tailAtOpening = 0;
  private opening: Promise<void> | null = null;
  private catchingUp: Promise<void> | null = null;

  constructor(
    readonly uuid: string,
    private readonly me: string,
    private readonly api: MessagingApi,
    private readonly events: LogEvents,
  ) {
    super({
      status: 'loading',
      group: null,
      messages: [],
      loadingOlder: false,
      caughtUp: false,
      unreadFrom: null,
      opening: 0,
      error: null,
    });
  }

  get highest(): number {
    return this.sequence.highest;
  }

  /** The highest sequence known to exist, loaded or not: what a new message comes after. Null if nothing is known. */
  get known(): number | null {
    const known = Math.max(this.tail, this.sequence.highest);
    return known > 0 || this.loaded ? known : null;
  }

  async learn(): Promise<number> {
    await this.refreshGroup();
    return this.known ?? 0;
  }

  /**
   * Brings the log to the screen: with what is there if nothing is known to be missing, else after loading, and if that
   * fails again with what is there.
   */
  open(): Promise<void> {
    const { status } = this.getSnapshot();
    if (status === 'failed') this.update({ status: 'loading', error: null });
    return this.bringToScreen();
  }

  /** After a new connection, or when there is more: catches up, or opens again what could not be opened. */
  async refresh(): Promise<void> {
    const { status } = this.getSnapshot();
    if (status === 'missing') return;
    // What could not be opened says so until it can: an attempt in the background is no news.
    if (status !== 'ready') return this.bringToScreen();
    await Promise.all([this.catchUp(), this.refreshGroup()]);
  }

  /** Fetches what came after the window, page by page, until there is nothing more. */
  catchUp(): Promise<void> {
    this.catchingUp ??= this.fetchNewer().finally(() => {
      this.catchingUp = null;
    });
    return this.catchingUp;
  }

  async refreshGroup(): Promise<void> {
    const group = await this.api.getMessageGroup(this.uuid);
    this.tail = Math.max(this.tail, group.last_seq);
    const known = this.getSnapshot().group;
    const otherReadSeq = Math.max(known?.other_read_seq ?? 0, group.other_read_seq);
    this.update({ group: { ...group, other_read_seq: otherReadSeq } });
    this.events.onGroup(group);
  }

  /** A hint that the log has grown to here. True if that is news. */
  noticeTail(seq: number): boolean {
    this.tail = Math.max(this.tail, seq);
    return this.tail > this.sequence.highest;
  }

  /** Something that was written here is not read, as far as is known. */
  get waitsToBeRead(): boolean {
    const { group, messages } = this.getSnapshot();
    const last = messages.findLast((message) => message.user_uuid === this.me);
    return group !== null && last !== undefined && last.seq > group.other_read_seq;
  }

  noticeOtherRead(readSeq: number): void {
    const { group } = this.getSnapshot();
    if (group !== null && readSeq > group.other_read_seq) this.update({ group: { ...group, other_read_seq: readSeq } });
  }

  /** One message, from an event or the answer to a send. Fetches what is missing before it. */
  receive(message: Message): void {
    this.tail = Math.max(this.tail, message.seq);
    this.events.onMessages([message]);
    this.append([message]);
    if (!this.loaded || !this.sequence.hasGap) return;
    // Who writes is taken to the end; far from it, what was written would be out of sight until all before it is there.
    const own = message.user_uuid === this.me;
    const filled = own && this.isFarBehind ? this.startAnewAtEnd() : this.catchUp();
    filled.catch(() => this.events.onGap());
  }

  async loadOlder(): Promise<void> {
    if (this.getSnapshot().loadingOlder || this.sequence.lowest <= 1) return;
    this.update({ loadingOlder: true });
    try {
      const page = await this.api.getMessages(this.uuid, { before_seq: this.sequence.lowest });
      this.events.onMessages(page);
      this.sequence.prepend(page);
    } finally {
      this.update({ loadingOlder: false, messages: this.sequence.messages });
    }
  }

  /** Looks for an own message among all entries after `base`: was it stored after all? */
  find(base: number, messageUuid: string): Promise<{ found: Message | null; lastSeq: number }> {
    return findSent(this.api, this.uuid, this.me, base, messageUuid);
  }

  /** The store is another one: all of it is to be read again. */
  forget(): void {
    this.tail = 0;
    this.loaded = false;
    this.sequence.clear();
    this.update({ status: 'loading', group: null, messages: [], caughtUp: false, unreadFrom: null });
  }

  /** The server's log is shorter than ours: it was restored, and what we hold is no longer true. */
  async reload(): Promise<void> {
    this.tail = 0;
    this.sequence.reset([]);
    await this.load();
    await this.catchUp();
    this.tailAtOpening = this.tail;
    this.update({ messages: this.sequence.messages });
  }

  private bringToScreen(): Promise<void> {
    this.opening ??= this.show().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private async show(): Promise<void> {
    const complete = this.loaded && this.sequence.highest >= this.tail;
    if (complete) this.showOpened();
    else if (this.getSnapshot().status !== 'failed') this.update({ status: 'loading', error: null });
    try {
      if (this.loaded && !this.isFarBehind) {
        await Promise.all([this.refreshGroup(), this.catchUp()]);
      } else {
        await this.load();
        if (!this.isFarBehind) await this.catchUp();
      }
      if (!complete) this.showOpened();
      // Where this stops, the next event goes on.
      if (!this.getSnapshot().caughtUp) this.catchUp().catch(() => {});
    } catch (error) {
      if (hasCode(error, 'message_group_not_found', 'not_found', 'request_malformed')) {
        this.update({ status: 'missing' });
        return;
      }
      // What is there can be read and answered; that there is more, the next look finds.
      if (!complete && this.loaded) this.showOpened();
      else if (!complete) this.update({ status: 'failed', error });
      throw error;
    }
  }

  private async load(): Promise<void> {
    const [, newest] = await Promise.all([this.refreshGroup(), this.api.getMessages(this.uuid, 'newest')]);
    let page = newest;
    const firstUnread = this.events.readUpTo() + 1;
    const lowest = page[0]?.seq ?? 1;
    const unread = (this.getSnapshot().group?.unread_count ?? 0) > 0;
    if (unread && firstUnread < lowest && this.tail - firstUnread < furthestCatchUp) {
      page = await this.api.getMessages(this.uuid, { around_seq: firstUnread });
    }
    this.events.onMessages(page);
    this.sequence.reset(page);
    this.loaded = true;
  }

  private showOpened(): void {
    const { opening } = this.getSnapshot();
    const messages = this.sequence.messages;
    const unreadFrom = dividerOnOpening(messages, this.events.readUpTo(), this.me);
    const caughtUp = this.sequence.highest >= this.tail;
    this.tailAtOpening = this.tail;
    this.update({ status: 'ready', messages, caughtUp, unreadFrom, opening: opening + 1, error: null });
  }

  private async fetchNewer(): Promise<void> {
    if (this.tail - this.sequence.highest > furthestCatchUp) await this.startAnewAtEnd();
    for (;;) {
      const page = await this.api.getMessages(this.uuid, { after_seq: this.sequence.highest });
      this.events.onMessages(page);
      this.append(page);
      const reachedTail = page.length < pageSize && this.sequence.highest >= this.tail;
      if (reachedTail || page.length === 0) break;
    }
    if (!this.getSnapshot().caughtUp) this.update({ caughtUp: true });
  }

  private get isFarBehind(): boolean {
    return this.tail - this.sequence.highest > furthestWhileWaiting;
  }

  private async startAnewAtEnd(): Promise<void> {
    const newest = await this.api.getMessages(this.uuid, 'newest');
    this.events.onMessages(newest);
    this.sequence.reset(newest);
    this.update({ messages: this.sequence.messages });
  }

  private append(messages: readonly Message[]): void {
    const added = this.sequence.append(messages);
    if (added.length === 0) return;
    const { status, unreadFrom } = this.getSnapshot();
    if (status !== 'ready') return;
    const readSeq = this.events.readUpTo();
    // What the opening should have shown, and could not load, is under the line as if it had.
    const late = added.filter((message) => message.seq <= this.tailAtOpening);
    const opened = unreadFrom ?? dividerOnOpening(late, readSeq, this.me);
    this.update({
      messages: this.sequence.messages,
      unreadFrom: dividerOnArrival(opened, added, readSeq, this.me, this.events.hasAttention()),
    });
    const news = added.filter((message) => message.seq > this.tailAtOpening);
    if (news.length > 0) this.events.onArrived(news);
  }

  private update(change: Partial<LogSnapshot>): void {
    this.publish({ ...this.getSnapshot(), ...change });
  }
}
