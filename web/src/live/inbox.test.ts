import type { MessageGroup } from '@cruddur/client';
import { describe, expect, it } from 'vitest';
import { Inbox } from './inbox';

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

function inboxWith(...rows: MessageGroup[]) {
  const inbox = new Inbox(() => {});
  for (const each of rows) inbox.receive(each);
  inbox.complete();
  return { inbox, uuids: () => inbox.getSnapshot().groups.map((it) => it.uuid) };
}

describe('the inbox', () => {
  it('is shown once its first rows are all there, by the last message', () => {
    const inbox = new Inbox(() => {});
    inbox.receive(row(1));
    inbox.receive(row(2));
    expect(inbox.getSnapshot()).toMatchObject({ status: 'loading', groups: [] });
    inbox.complete();
    expect(inbox.getSnapshot().status).toBe('ready');
    expect(inbox.getSnapshot().groups.map((it) => it.uuid)).toEqual(['g2', 'g1']);
  });

  it('has no cap', () => {
    const { inbox, uuids } = inboxWith(...Array.from({ length: 120 }, (_, at) => row(at, { unread_count: 1 })));
    expect(uuids()).toHaveLength(120);
    expect(inbox.getSnapshot().unreadCount).toBe(120);
  });

  it('shows nothing new when what it knows is told again', () => {
    const { inbox } = inboxWith(row(1), row(2));
    const before = inbox.getSnapshot();
    inbox.receive(row(1));
    expect(inbox.getSnapshot()).toBe(before);
  });

  it('never goes back to an older message or an older mark', () => {
    const { inbox } = inboxWith(row(1, { last_seq: 5, read_seq: 5 }));
    inbox.receive(row(1, { last_seq: 4, read_seq: 3, unread_count: 1 }));
    expect(inbox.get('g1')).toMatchObject({ last_seq: 5, read_seq: 5, unread_count: 0 });
  });

  it('puts the newer message of one row and the newer mark of another together', () => {
    const { inbox } = inboxWith(row(1, { last_seq: 5, read_seq: 5 }));
    inbox.receive(row(1, { last_seq: 6, read_seq: 3, unread_count: 3, message: 'news' }));
    expect(inbox.get('g1')).toMatchObject({ last_seq: 6, read_seq: 5, unread_count: 1, message: 'news' });
  });

  it('takes a mark from the answer to it, and one from elsewhere', () => {
    const { inbox } = inboxWith(row(1, { last_seq: 5, read_seq: 1, unread_count: 4 }));
    expect(inbox.getSnapshot().unreadCount).toBe(4);
    inbox.noticeOwnRead('g1', 4);
    expect(inbox.getSnapshot().unreadCount).toBe(1);
    inbox.noticeRead({ message_group_uuid: 'g1', read_seq: 5, unread_count: 0 });
    expect(inbox.getSnapshot().unreadCount).toBe(0);
    inbox.noticeOwnRead('g1', 2);
    expect(inbox.get('g1')?.read_seq).toBe(5);
  });
});
