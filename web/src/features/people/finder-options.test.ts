import { expect, it } from 'vitest';
import type { MessageGroup } from '../../live/model';
import { finderOptions } from './finder-options';

const me = { uuid: 'me', handle: 'alice', display_name: 'Alice Adams' };
const bob = { uuid: 'u1', handle: 'bob', display_name: 'Bob Harris' };
const cleo = { uuid: 'u2', handle: 'cleo', display_name: 'Cléo Bernard' };
const groups: MessageGroup[] = [
  {
    uuid: 'g1',
    user_uuid: bob.uuid,
    handle: bob.handle,
    display_name: bob.display_name,
    message: 'hello',
    created_at: '2026-11-21T12:00:00.000Z',
    last_user_uuid: bob.uuid,
    last_seq: 1,
    read_seq: 1,
    unread_count: 0,
  },
];
const paths = (query: string, found = [me, bob, cleo]) =>
  finderOptions(query, groups, found, me.uuid).map((it) => it.path);

it('offers own conversations before anything is typed', () => {
  expect(paths('', [])).toEqual(['/messages/g1']);
});

it('offers a person with a conversation once, and as that conversation', () => {
  expect(paths('b')).toEqual(['/messages/g1', '/messages/new/cleo']);
});

it('does not mind case and accents, and finds handles with @ only', () => {
  expect(paths('CLEO')).toEqual(['/messages/new/cleo']);
  expect(paths('@b')).toEqual(['/messages/g1']);
});

it('never offers the reader', () => {
  expect(paths('alice')).toEqual([]);
});
