import { NetworkFailure } from './api-problem.ts';
import type { Message, MessageGroup } from './model.ts';

export type Shape = Record<string, 'string' | 'number' | 'boolean' | 'text?'>;

const messageShape: Shape = {
  message_group_uuid: 'string',
  uuid: 'string',
  seq: 'number',
  user_uuid: 'string',
  handle: 'string',
  display_name: 'string',
  message: 'string',
  created_at: 'string',
};

const messageGroupShape: Shape = {
  uuid: 'string',
  user_uuid: 'string',
  handle: 'string',
  display_name: 'string',
  message: 'text?',
  created_at: 'text?',
  last_user_uuid: 'text?',
  last_seq: 'number',
  read_seq: 'number',
  unread_count: 'number',
};

/** Something that cannot be read is an error and never skipped: a skipped entry would be a hole in the log. */
export function parseShape<T>(value: unknown, shape: Shape): T {
  if (typeof value !== 'object' || value === null) throw new NetworkFailure('Not an object.');
  for (const [name, kind] of Object.entries(shape)) {
    const field: unknown = Reflect.get(value, name);
    const fits = kind === 'text?' ? field === null || typeof field === 'string' : typeof field === kind;
    if (!fits) throw new NetworkFailure(`The answer has no usable ${name}.`);
  }
  return value as T;
}

function parseArray<T>(body: unknown, parse: (value: unknown) => T): T[] {
  if (!Array.isArray(body)) throw new NetworkFailure('Not an array.');
  return body.map(parse);
}

export const parseMessage = (body: unknown): Message => parseShape(body, messageShape);
export const parseMessages = (body: unknown): Message[] => parseArray(body, parseMessage);
export const parseMessageGroup = (body: unknown): MessageGroup => parseShape(body, messageGroupShape);
export const parseMessageGroups = (body: unknown): MessageGroup[] => parseArray(body, parseMessageGroup);
