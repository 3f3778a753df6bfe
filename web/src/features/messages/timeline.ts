import type { Message, PendingMessage } from '@cruddur/client';
import { localDay } from '../../shared/time/format-time';

export type SendState = 'sending' | 'sent' | 'read' | 'failed' | 'unconfirmed';

export interface TimelineRow {
  /** The same for the optimistic message and the one from the server, so that one takes the other's place. */
  readonly key: string;
  readonly text: string;
  readonly time: string;
  readonly own: boolean;
  readonly senderName: string;
  /** Null until the server has given one. */
  readonly seq: number | null;
  readonly state: SendState;
  readonly pending: PendingMessage | null;
  readonly beginsDay: boolean;
  readonly beginsUnread: boolean;
  readonly beginsRun: boolean;
  readonly endsRun: boolean;
  /** The last own one that the server has: under it stands in words that it was read. */
  readonly isLastOwn: boolean;
}

export interface TimelineContext {
  readonly me: string;
  readonly unreadFrom: number | null;
  readonly otherReadSeq: number;
}

const longestPauseInRun = 5 * 60_000;

type Entry = Omit<TimelineRow, 'beginsDay' | 'beginsUnread' | 'beginsRun' | 'endsRun' | 'isLastOwn'>;

/**
 * The rows of a conversation. While older messages are not loaded, the first loaded one is left out: what a row looks
 * like depends on the one before, and a row must not change its height when that one arrives.
 */
export function buildTimeline(
  messages: readonly Message[],
  pending: readonly PendingMessage[],
  context: TimelineContext,
): readonly TimelineRow[] {
  const arrived = new Set(messages.filter((it) => it.user_uuid === context.me).map((it) => it.uuid));
  const entries = [
    ...messages.map((message) => fromServer(message, context)),
    ...pending.filter((it) => !arrived.has(it.uuid)).map((it) => fromOutbox(it, context)),
  ];
  const days = entries.map((entry) => localDay(entry.time));
  const begins = entries.map((entry, at) => {
    const before = entries[at - 1];
    const day = before === undefined || days[at] !== days[at - 1];
    const unread = context.unreadFrom !== null && entry.seq === context.unreadFrom;
    const run = day || unread || before === undefined || before.own !== entry.own || isLater(before, entry);
    return { day, unread, run };
  });
  const lastOwn = entries.findLastIndex((entry) => entry.own && entry.seq !== null);
  const rows = entries.map((entry, at) => ({
    ...entry,
    beginsDay: begins[at]?.day ?? true,
    beginsUnread: begins[at]?.unread ?? false,
    beginsRun: begins[at]?.run ?? true,
    endsRun: begins[at + 1]?.run ?? true,
    isLastOwn: at === lastOwn,
  }));
  const hasOlder = (messages[0]?.seq ?? 1) > 1;
  return hasOlder ? rows.slice(1) : rows;
}

function isLater(before: Entry, entry: Entry): boolean {
  return Date.parse(entry.time) - Date.parse(before.time) > longestPauseInRun;
}

function fromServer(message: Message, { me, otherReadSeq }: TimelineContext): Entry {
  const own = message.user_uuid === me;
  return {
    key: `${message.user_uuid}/${message.uuid}`,
    text: message.message,
    time: message.created_at,
    own,
    senderName: own ? 'You' : message.display_name,
    seq: message.seq,
    state: own && message.seq <= otherReadSeq ? 'read' : 'sent',
    pending: null,
  };
}

function fromOutbox(pending: PendingMessage, { me }: TimelineContext): Entry {
  return {
    key: `${me}/${pending.uuid}`,
    text: pending.message,
    time: pending.written_at,
    own: true,
    senderName: 'You',
    seq: null,
    state: pending.state === 'waiting' ? 'sending' : pending.state,
    pending,
  };
}
