import type { MessageGroup } from '../model.ts';
import type { LiveEvent } from './live-event.ts';

/** From where a stream goes on, and what was told up to there. Plain data: keep it, send it to another tab. */
export interface Checkpoint {
  readonly cursor: string | null;
  /** By message group: last_seq and read_seq. */
  readonly heads: Readonly<Record<string, readonly [lastSeq: number, readSeq: number]>>;
}

/** Does the one tell of something that the other does not know? */
export function isBeyond(one: Checkpoint, other: Checkpoint): boolean {
  return Object.entries(one.heads).some(([uuid, [lastSeq, readSeq]]) => {
    const [last, read] = other.heads[uuid] ?? [0, 0];
    return lastSeq > last || readSeq > read;
  });
}

const offsetBasis = 2166136261;
const prime = 16777619;

/** FNV-1a with 32 bits. */
function hash(text: string): number {
  let value = offsetBasis;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), prime);
  return value >>> 0;
}

/** How far the streams have told each group: over this the server and the client compare digests. */
export class Told {
  private heads = new Map<string, readonly [number, number]>();

  constructor(checkpoint?: Checkpoint) {
    if (checkpoint !== undefined) this.heads = new Map(Object.entries(checkpoint.heads));
  }

  checkpoint(cursor: string | null): Checkpoint {
    return { cursor, heads: Object.fromEntries(this.heads) };
  }

  /** @param me Null while unknown: then the marks that count are only those in rows. */
  note(event: LiveEvent, me: string | null): void {
    if (event.type === 'reset') this.heads.clear();
    else if (event.type === 'inbox.changed') this.noteRow(event.message_group);
    else if (event.type === 'message.created') this.raise(event.message_group_uuid, event.seq, 0);
    else if (event.type === 'read.advanced' && event.user_uuid === me) {
      this.raise(event.message_group_uuid, 0, event.read_seq);
    }
  }

  /** What is there is all there is: a group that is not among these does not exist. */
  noteAll(rows: readonly MessageGroup[]): void {
    const listed = new Set(rows.map((row) => row.uuid));
    for (const uuid of this.heads.keys()) if (!listed.has(uuid)) this.heads.delete(uuid);
    for (const row of rows) this.noteRow(row);
  }

  digest(): string {
    let sum = 0;
    for (const [uuid, [lastSeq, readSeq]] of this.heads) {
      if (lastSeq > 0) sum = (sum + hash(`${uuid}:${lastSeq}:${readSeq}`)) >>> 0;
    }
    return sum.toString(16).padStart(8, '0');
  }

  private noteRow(row: MessageGroup): void {
    this.raise(row.uuid, row.last_seq, row.read_seq);
  }

  private raise(uuid: string, lastSeq: number, readSeq: number): void {
    const [last, read] = this.heads.get(uuid) ?? [0, 0];
    this.heads.set(uuid, [Math.max(last, lastSeq), Math.max(read, readSeq)]);
  }
}
