import type { MessageGroup } from '@cruddur/client';
import { expect, it } from 'vitest';
import type { Person } from '../../shared/session/person';
import { finderOptions } from './finder-options';

const me = person('me', 'alice', 'Alice Adams');
const bob = person('u1', 'bob', 'Bob Harris');
const cleo = person('u2', 'cleo', 'Cléo Bernard');
const picard = person('u3', 'picard', 'Jean-Luc Picard');
const lukasz = person('u4', 'wozniak', 'Łukasz Woźniak');

function person(uuid: string, handle: string, display_name: string): Person {
  return { uuid, handle, display_name };
}

function groupWith({ uuid: user_uuid, handle, display_name }: Person): MessageGroup {
  return {
    uuid: `with-${handle}`,
    user_uuid,
    handle,
    display_name,
    message: 'hello',
    created_at: '2026-11-21T12:00:00.000Z',
    last_user_uuid: user_uuid,
    last_seq: 1,
    read_seq: 1,
    unread_count: 0,
  };
}

const groups = [groupWith(bob)];
const answered = (query: string, found: readonly Person[], known = groups) =>
  finderOptions({ query, groups: known, found, answered: true, me: me.uuid }).map((it) => it.path);
const waiting = (query: string, found: readonly Person[] = [me, bob, cleo, picard]) =>
  finderOptions({ query, groups, found, answered: false, me: me.uuid }).map((it) => it.path);

it('offers own conversations before anything is typed', () => {
  expect(waiting('', [])).toEqual(['/messages/with-bob']);
});

it('offers everybody whom the server found, whatever it was found by', () => {
  expect(answered('luc', [picard])).toEqual(['/messages/new/picard']);
  expect(answered('lukasz', [lukasz])).toEqual(['/messages/new/wozniak']);
});

it('offers a person with a conversation once, and as that conversation', () => {
  expect(answered('b', [bob, cleo])).toEqual(['/messages/with-bob', '/messages/new/cleo']);
  expect(answered('lukasz', [lukasz], [groupWith(lukasz)])).toEqual(['/messages/with-wozniak']);
});

it('keeps of the answer to an older query what fits the new one', () => {
  expect(waiting('b')).toEqual(['/messages/with-bob', '/messages/new/cleo']);
  expect(waiting('bo')).toEqual(['/messages/with-bob']);
  expect(waiting('luc pic')).toEqual(['/messages/new/picard']);
  expect(waiting('-')).toEqual([]);
});

it('does not mind case and accents, and finds handles with @ only', () => {
  expect(waiting('CLEO')).toEqual(['/messages/new/cleo']);
  expect(waiting('@b')).toEqual(['/messages/with-bob']);
});

it('never offers the reader', () => {
  expect(waiting('alice')).toEqual([]);
  expect(answered('alice', [me])).toEqual([]);
});
