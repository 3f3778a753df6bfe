import { NetworkFailure } from '../api-problem.ts';
import type { Message, MessageGroup } from '../model.ts';
import { parseMessage, parseMessageGroup, parseShape, type Shape } from '../parse.ts';
import type { ServerSentEvent } from './sse-parser.ts';

/** What happened. A hint, of which the log is the truth: all that it says of how far something is, is a maximum. */
export type LiveEvent =
  /** A connection stands; what it tells first follows. */
  | { readonly type: 'ready'; readonly cursor: string; readonly epoch: string; readonly resumed: boolean }
  /** What was kept of messages and groups is of another store: forget it. All groups follow. */
  | { readonly type: 'reset' }
  | { readonly type: 'inbox.changed'; readonly message_group: MessageGroup }
  | {
      readonly type: 'message.created';
      readonly message_group_uuid: string;
      readonly seq: number;
      readonly message: Message;
    }
  /** Somebody has read so far: the other person, or the caller themselves, here or elsewhere. */
  | {
      readonly type: 'read.advanced';
      readonly message_group_uuid: string;
      readonly user_uuid: string;
      readonly read_seq: number;
    }
  /** The other person is writing; show it for 6 seconds. */
  | { readonly type: 'typing'; readonly message_group_uuid: string; readonly user_uuid: string }
  /** What was to be told first is told; then about four times a minute. */
  | { readonly type: 'heartbeat'; readonly digest: string; readonly unread_count: number };

const shapes: Readonly<Record<LiveEvent['type'], Shape>> = {
  ready: { cursor: 'string', epoch: 'string', resumed: 'boolean' },
  reset: {},
  'inbox.changed': {},
  'message.created': { message_group_uuid: 'string', seq: 'number' },
  'read.advanced': { message_group_uuid: 'string', user_uuid: 'string', read_seq: 'number' },
  typing: { message_group_uuid: 'string', user_uuid: 'string' },
  heartbeat: { digest: 'string', unread_count: 'number' },
};

/** Null for a kind that this client does not know: a newer server may tell more. */
export function parseLiveEvent({ type, data }: ServerSentEvent): LiveEvent | null {
  if (!Object.hasOwn(shapes, type)) return null;
  const known = type as LiveEvent['type'];
  const body = parseShape<{ message_group?: unknown; message?: unknown }>(parseJson(data), shapes[known]);
  if (known === 'inbox.changed') parseMessageGroup(body.message_group);
  if (known === 'message.created') parseMessage(body.message);
  return { ...body, type: known } as LiveEvent;
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (error) {
    throw new NetworkFailure('An event is not JSON.', { cause: error });
  }
}
