import { describe, expect, it } from 'vitest';
import { Inbox } from './inbox';
import type { MessageGroup } from './model';
import { FakeServer } from './testing/fake-server';

function row(number: number, change: Partial<MessageGroup> = {}): MessageGroup {
  return {
    uuid: `g${number}`,
    user_uuid: `u${number}`,
    handle: `handle${number}`,
    display_name: `Person ${number}`,
    message: 'hello',
    created_at: new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString(),
    last_user_uuid: `u${number}`,
    last_seq: 1,
    read_seq: 1,
    unread_count: 0,
    ...change,
  };
}

/** Pages of two. */
class PagedServer extends FakeServer {
  rows: MessageGroup[] = [];
  calls = 0;

  override async getMessageGroups(next: string | null = null) {
    this.calls++;
    const sorted = [...this.rows].sort((a, b) => ((a.created_at ?? '') < (b.created_at ?? '') ? 1 : -1));
    const from = Number(next ?? 0);
    return { groups: sorted.slice(from, from + 2), next: from + 2 < sorted.length ? String(from + 2) : null };
  }

  override async getUnreadCount(): Promise<number> {
    return this.rows.reduce((sum, it) => sum + it.unread_count, 0);
  }
}

async function loaded(...rows: MessageGroup[]) {
  const server = new PagedServer();
  server.rows = rows;
  const inbox = new Inbox(server, () => {});
  await inbox.catchUp(true);
  return { server, inbox, uuids: () => inbox.getSnapshot().groups.map((it) => it.uuid) };
}

describe('the inbox', () => {
  it('is ordered by the last message and has no cap', async () => {
    const { inbox, uuids } = await loaded(row(1), row(2), row(3), row(4), row(5));
    expect(uuids()).toEqual(['g5', 'g4']);
    await inbox.loadMore();
    await inbox.loadMore();
    expect(uuids()).toEqual(['g5', 'g4', 'g3', 'g2', 'g1']);
    expect(inbox.getSnapshot().hasMore).toBe(false);
  });

  it('reads on while everything it meets is new', async () => {
    const { server, inbox, uuids } = await loaded(row(1), row(2));
    server.rows = [row(1), row(2), row(3), row(4), row(5)];
    await inbox.catchUp(false);
    expect(uuids()).toEqual(['g5', 'g4', 'g3', 'g2', 'g1']);
  });

  it('reads one page when nothing happened and shows nothing new', async () => {
    const { server, inbox } = await loaded(row(1), row(2), row(3));
    const before = inbox.getSnapshot();
    server.calls = 0;
    await inbox.catchUp(false);
    expect(server.calls).toBe(1);
    expect(inbox.getSnapshot()).toBe(before);
  });

  it('reads on when one known row stands among new ones', async () => {
    const { server, inbox, uuids } = await loaded(row(1), row(2));
    // The first page holds g2, which was known, and then g9, which was not.
    server.rows = [row(1), { ...row(2), created_at: row(20).created_at }, row(9), row(8)];
    await inbox.catchUp(false);
    expect(uuids()).toEqual(['g2', 'g9', 'g8', 'g1']);
  });

  it('hears of what was read on another device below the first page', async () => {
    const rows = [row(1, { last_seq: 3, read_seq: 1, unread_count: 2 }), row(2), row(3), row(4, { unread_count: 5 })];
    const { server, inbox } = await loaded(...rows);
    await inbox.loadMore();
    expect(inbox.get('g1')).toMatchObject({ unread_count: 2 });
    server.calls = 0;
    await inbox.catchUp(false);
    expect(server.calls).toBe(1);
    server.rows = [row(1, { last_seq: 3, read_seq: 3 }), row(2), row(3), row(4, { unread_count: 5 })];
    await inbox.catchUp(false);
    expect(inbox.get('g1')).toMatchObject({ unread_count: 0 });
    expect(inbox.getSnapshot().unreadCount).toBe(5);
  });

  it('reads the loaded rows once, not for ever, when the difference is in what is not loaded', async () => {
    const rows = [1, 2, 3, 4, 5, 6].map((number) => row(number, { last_seq: 3, read_seq: 1, unread_count: 2 }));
    const { server, inbox } = await loaded(...rows);
    await inbox.loadMore();
    server.rows = [row(1, { last_seq: 3, read_seq: 3 }), ...rows.slice(1)];
    server.calls = 0;
    await inbox.catchUp(false);
    expect(server.calls).toBe(3);
    await inbox.catchUp(false);
    expect(server.calls).toBe(4);
    expect(inbox.getSnapshot().unreadCount).toBe(10);
  });

  it('never goes back to an older message or an older mark', async () => {
    const { server, inbox } = await loaded(row(1, { last_seq: 5, read_seq: 5 }));
    server.rows = [row(1, { last_seq: 4, read_seq: 3, unread_count: 1 })];
    await inbox.catchUp(false);
    expect(inbox.getSnapshot().groups[0]).toMatchObject({ last_seq: 5, read_seq: 5, unread_count: 0 });
  });

  it('takes a mark from the answer to it', async () => {
    const { inbox } = await loaded(row(1, { last_seq: 5, read_seq: 1, unread_count: 4 }));
    expect(inbox.getSnapshot().unreadCount).toBe(4);
    inbox.noticeRead({ message_group_uuid: 'g1', read_seq: 5, unread_count: 0 });
    expect(inbox.getSnapshot().unreadCount).toBe(0);
  });

  it('counts unread messages beyond the loaded rows', async () => {
    const { inbox } = await loaded(row(1, { unread_count: 7 }), row(2), row(3, { unread_count: 1 }));
    expect(inbox.getSnapshot().unreadCount).toBe(8);
  });
});
