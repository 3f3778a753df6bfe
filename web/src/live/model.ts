import type { Correspondent, StreamState } from '@cruddur/client';

/** What was typed and not sent. */
export interface Draft {
  readonly text: string;
  /** For whom, as with an unsent message. */
  readonly to?: Correspondent | undefined;
}

/** Of the page as a whole: live only once all that was missed is there, the open group's messages included. */
export type ConnectionState = StreamState;
