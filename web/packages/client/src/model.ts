/** An entry of the log, as the server has it. */
export interface Message {
  readonly message_group_uuid: string;
  /** The one its sender chose. */
  readonly uuid: string;
  /** 1, 2, 3, … in its group: the order, and without a gap. */
  readonly seq: number;
  readonly user_uuid: string;
  readonly handle: string;
  readonly display_name: string;
  readonly message: string;
  readonly created_at: string;
}

/** The other person of a group. */
export interface Correspondent {
  readonly user_uuid: string;
  readonly handle: string;
  readonly display_name: string;
}

/** A row of the inbox. The person is the other one; the last three of the first block are null before a message. */
export interface MessageGroup extends Correspondent {
  readonly uuid: string;
  readonly message: string | null;
  readonly created_at: string | null;
  readonly last_user_uuid: string | null;
  readonly last_seq: number;
  readonly read_seq: number;
  readonly unread_count: number;
}

export interface OpenedMessageGroup extends MessageGroup {
  readonly other_read_seq: number;
}

export interface ReadMark {
  readonly message_group_uuid: string;
  readonly read_seq: number;
  readonly unread_count: number;
}

/** A message that the server has not acknowledged to us. */
export interface PendingMessage {
  readonly message_group_uuid: string;
  readonly uuid: string;
  /**
   * The highest sequence seen when it was written, and the same over every retry; null until the first attempt if none was
   * seen.
   */
  readonly base: number | null;
  readonly message: string;
  readonly written_at: string;
  /** Failed: it was refused. Unconfirmed: no answer came, and it may have arrived. Both wait for the person. */
  readonly state: 'waiting' | 'sending' | 'failed' | 'unconfirmed';
  /** What became of it, for people, once it waits for them. */
  readonly reason: string | null;
  /** To whom it goes, as far as that was known: an empty group is not in the inbox, which would tell. */
  readonly to?: Correspondent | undefined;
}

/** Nothing more happens to it until the person decides. */
export function needsDecision(pending: PendingMessage): boolean {
  return pending.state === 'failed' || pending.state === 'unconfirmed';
}
