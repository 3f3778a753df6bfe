import type { MessageGroup } from '@cruddur/client';
import { expect, it } from 'vitest';
import { preview } from './preview';

const group: MessageGroup = {
  uuid: 'g',
  user_uuid: 'other',
  handle: 'bob',
  display_name: 'Bob',
  message: 'See you\n\nat eight',
  created_at: null,
  last_user_uuid: 'me',
  last_seq: 1,
  read_seq: 1,
  unread_count: 0,
};

it('an own message is marked as such and put in one line', () => {
  expect(preview(group, 'me')).toBe('You: See you at eight');
});

it('a message of the other person stands for itself', () => {
  expect(preview({ ...group, last_user_uuid: 'other' }, 'me')).toBe('See you at eight');
});
