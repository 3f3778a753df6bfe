import type { Clock } from '../clock.ts';
import type { Correspondent, Message, PendingMessage } from '../model.ts';
import type { Locks } from './locks.ts';
import type { OutboxStorage } from './outbox-storage.ts';

/** What sending needs from the log of the group. */
export interface SendingLog {
  /** How far it is known to go; null where that has to be learned first. */
  readonly known: number | null;
  learn(): Promise<number>;
  receive(message: Message): void;
  find(base: number, messageUuid: string): Promise<{ found: Message | null; lastSeq: number }>;
  reload(): Promise<void>;
}

export interface OutboxServices {
  readonly me: string;
  readonly put: (pending: PendingMessage) => Promise<Message>;
  readonly log: (group: string) => SendingLog;
  readonly correspondent: (group: string) => Correspondent | undefined;
  readonly storage: OutboxStorage;
  /** One tab at a time makes an attempt. */
  readonly locks: Locks;
  readonly clock: Clock;
  readonly random: () => number;
  readonly newUuid: () => string;
  readonly isOnline: () => boolean;
  /** One of them has to be decided about; told why. */
  readonly onLeftToPerson: (reason: string) => void;
  /** The server does not know who is calling: nothing is sent until somebody sends or resumes. */
  readonly onSignedOut: () => void;
}
