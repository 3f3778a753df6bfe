import type { Message, PendingMessage } from '@cruddur/client';
import { describe, expect, it } from 'vitest';
import { buildTimeline } from './timeline';

const me = 'me';
const context = { me, unreadFrom: null, otherReadSeq: 0 };

function said(seq: number, time: string, author = 'other'): Message {
  return {
    message_group_uuid: 'g',
    uuid: `m${seq}`,
    seq,
    user_uuid: author,
    handle: author,
    display_name: author,
    message: `text ${seq}`,
    created_at: time,
  };
}

function waiting(uuid: string, change: Partial<PendingMessage> = {}): PendingMessage {
  return {
    message_group_uuid: 'g',
    uuid,
    base: 0,
    message: uuid,
    written_at: '2026-11-21T12:00:00.000Z',
    state: 'sending',
    reason: null,
    ...change,
  };
}

describe('runs', () => {
  it('hold together one sender within five minutes', () => {
    const rows = buildTimeline(
      [
        said(1, '2026-11-21T12:00:00.000Z'),
        said(2, '2026-11-21T12:05:00.000Z'),
        said(3, '2026-11-21T12:10:01.000Z'),
        said(4, '2026-11-21T12:10:02.000Z', me),
      ],
      [],
      context,
    );
    expect(rows.map((row) => row.beginsRun)).toEqual([true, false, true, true]);
    expect(rows.map((row) => row.endsRun)).toEqual([false, true, true, true]);
  });

  it('end at midnight and at the line above new messages', () => {
    const rows = buildTimeline(
      [said(1, '2026-11-21T22:59:30.000Z'), said(2, '2026-11-21T23:00:30.000Z'), said(3, '2026-11-21T23:00:40.000Z')],
      [],
      { ...context, unreadFrom: 3 },
    );
    expect(rows.map((row) => row.beginsRun)).toEqual([true, true, true]);
  });
});

describe('days', () => {
  it('begin at midnight where the reader is, not in UTC', () => {
    // The tests run in Europe/Berlin: 23:30 UTC is half past midnight.
    const rows = buildTimeline(
      [said(1, '2026-11-21T22:30:00.000Z'), said(2, '2026-11-21T23:30:00.000Z'), said(3, '2026-11-22T00:30:00.000Z')],
      [],
      context,
    );
    expect(rows.map((row) => row.beginsDay)).toEqual([true, true, false]);
  });
});

describe('the line above new messages', () => {
  it('stands above the one message it was drawn at', () => {
    const messages = [1, 2, 3].map((seq) => said(seq, '2026-11-21T12:00:00.000Z'));
    const rows = buildTimeline(messages, [], { ...context, unreadFrom: 2 });
    expect(rows.map((row) => row.beginsUnread)).toEqual([false, true, false]);
  });
});

describe('a window with older messages above it', () => {
  it('leaves out its first message, which only the one before could complete', () => {
    const messages = [5, 6, 7].map((seq) => said(seq, '2026-11-21T12:00:00.000Z'));
    const rows = buildTimeline(messages, [], context);
    expect(rows.map((row) => row.seq)).toEqual([6, 7]);
    const older = [3, 4].map((seq) => said(seq, '2026-11-20T12:00:00.000Z'));
    const more = buildTimeline([...older, ...messages], [], context);
    expect(more.slice(-2)).toEqual(rows);
  });
});

describe('states', () => {
  it('of own messages are sent, then read as far as the other has read', () => {
    const messages = [1, 2].map((seq) => said(seq, '2026-11-21T12:00:00.000Z', me));
    const rows = buildTimeline(messages, [], { ...context, otherReadSeq: 1 });
    expect(rows.map((row) => row.state)).toEqual(['read', 'sent']);
  });

  it('of unsent ones are sending or failed, after everything else', () => {
    const rows = buildTimeline(
      [said(1, '2026-11-21T13:00:00.000Z')],
      [waiting('a', { state: 'failed' }), waiting('b', { state: 'waiting' })],
      context,
    );
    expect(rows.map((row) => row.state)).toEqual(['sent', 'failed', 'sending']);
  });

  it('a message is one row with one key before and after it arrives', () => {
    const before = buildTimeline([], [waiting('m1')], context);
    const arrived = [said(1, '2026-11-21T12:00:00.000Z', me)];
    const after = buildTimeline(arrived, [waiting('m1')], context);
    expect(after).toHaveLength(1);
    expect(after[0]?.key).toBe(before[0]?.key);
    expect(after[0]?.state).toBe('sent');
  });
});
