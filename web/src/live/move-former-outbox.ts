import type { OutboxStorage, PendingMessage } from '@cruddur/client';
import type { KeyValueStorage } from '../shared/storage/key-value-storage';

/** Unsent messages used to be kept in localStorage, one entry each: what an older version left there is sent by this one. */
export async function moveFormerOutbox(from: KeyValueStorage, me: string, to: OutboxStorage): Promise<void> {
  for (const key of from.keys(`cruddur.outbox.${me}.`)) {
    const pending = parse(from.get(key));
    if (pending !== null) await to.change(pending.uuid, (stored) => stored ?? pending);
    from.remove(key);
  }
}

function parse(stored: string | null): PendingMessage | null {
  try {
    const value = JSON.parse(stored ?? 'null') as Partial<PendingMessage> | null;
    const usable =
      typeof value?.uuid === 'string' &&
      typeof value.message_group_uuid === 'string' &&
      typeof value.message === 'string' &&
      typeof value.base === 'number' &&
      typeof value.written_at === 'string' &&
      typeof value.state === 'string';
    return usable ? (value as PendingMessage) : null;
  } catch {
    return null;
  }
}
