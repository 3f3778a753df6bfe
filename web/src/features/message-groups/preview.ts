import type { MessageGroup } from '@cruddur/client';

/** The last message in one line, with who said it when that was the reader. */
export function preview(group: MessageGroup, me: string): string {
  const text = (group.message ?? '').replace(/\s+/g, ' ').trim();
  return group.last_user_uuid === me ? `You: ${text}` : text;
}
