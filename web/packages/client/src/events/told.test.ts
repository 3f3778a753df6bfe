import { expect, it } from 'vitest';
import type { MessageGroup } from '../model.ts';
import { Told } from './told.ts';

const me = 'me';

function row(uuid: string, last_seq: number, read_seq: number): MessageGroup {
  const other = { user_uuid: 'other', handle: 'other', display_name: 'Other' };
  return { ...other, uuid, message: '', created_at: '', last_user_uuid: 'other', last_seq, read_seq, unread_count: 0 };
}

const one = '0f9c2a4e-7b1d-8c3e-9a5f-123456789abc';
const two = 'b0b00000-0000-8000-8000-000000000002';

it('the digest is the one of docs/api.md', () => {
  const told = new Told();
  expect(told.digest()).toBe('00000000');
  told.noteAll([row(one, 21, 19)]);
  expect(told.digest()).toBe('7d96a183');
  told.noteAll([row(two, 1, 0)]);
  expect(told.digest()).toBe('1372f6bc');
  told.noteAll([row(one, 21, 19), row(two, 1, 0)]);
  expect(told.digest()).toBe('9109983f');
  told.noteAll([
    row(one, 21, 19),
    row(two, 1, 0),
    row('ffffffff-ffff-8fff-bfff-ffffffffffff', 999999999999, 999999999999),
  ]);
  expect(told.digest()).toBe('2cc14ca6');
});

it('is made of the greatest of what was told, in whatever order', () => {
  const told = new Told();
  const message = { message_group_uuid: one, seq: 21 } as never;
  told.note({ type: 'read.advanced', message_group_uuid: one, user_uuid: me, read_seq: 19 }, me);
  expect(told.digest()).toBe('00000000');
  told.note({ type: 'message.created', message_group_uuid: one, seq: 21, message }, me);
  told.note({ type: 'inbox.changed', message_group: row(one, 20, 3) }, me);
  told.note({ type: 'read.advanced', message_group_uuid: one, user_uuid: 'other', read_seq: 21 }, me);
  expect(told.digest()).toBe('7d96a183');
  expect(new Told(told.checkpoint('c')).digest()).toBe('7d96a183');
  told.note({ type: 'reset' }, me);
  expect(told.digest()).toBe('00000000');
});
