import type { Message } from '@cruddur/client';

/**
 * Where the line "new messages" stands. It is drawn when the group is opened and stays while it is read; it moves
 * only for what arrives while nobody looks.
 */
export function dividerOnOpening(messages: readonly Message[], readSeq: number, me: string): number | null {
  return messages.find((message) => message.seq > readSeq && message.user_uuid !== me)?.seq ?? null;
}

export function dividerOnArrival(
  current: number | null,
  arrived: readonly Message[],
  readSeq: number,
  me: string,
  attention: boolean,
): number | null {
  if (attention) return current;
  const somethingAboveIsUnread = current !== null && current > readSeq;
  if (somethingAboveIsUnread) return current;
  return arrived.find((message) => message.user_uuid !== me)?.seq ?? current;
}
