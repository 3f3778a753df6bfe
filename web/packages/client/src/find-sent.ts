import { pageSize } from './api/get-messages.ts';
import type { MessagingApi } from './api/messaging-api.ts';
import type { Message } from './model.ts';

/** Looks for a message of the sender among all entries after `base`: was it stored after all? */
export async function findSent(
  api: Pick<MessagingApi, 'getMessages'>,
  group: string,
  sender: string,
  base: number,
  messageUuid: string,
): Promise<{ found: Message | null; lastSeq: number }> {
  let lastSeq = base;
  for (;;) {
    const page = await api.getMessages(group, { after_seq: lastSeq });
    const found = page.find((message) => message.uuid === messageUuid && message.user_uuid === sender);
    if (found !== undefined) return { found, lastSeq: found.seq };
    lastSeq = page.at(-1)?.seq ?? lastSeq;
    if (page.length < pageSize) return { found: null, lastSeq };
  }
}
