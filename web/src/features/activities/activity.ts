/** A post or a reply, as the server tells it. */
export interface Activity {
  readonly uuid: string;
  readonly user_uuid: string;
  readonly handle: string;
  readonly display_name: string;
  readonly message: string;
  readonly replies_count: number;
  readonly likes_count: number;
  /** Null when nobody is signed in. */
  readonly liked: boolean | null;
  readonly reply_to_activity_uuid: string | null;
  readonly created_at: string;
  readonly expires_at: string;
}

/** How long a post may last, in the original's words. */
export const ttls = ['1-hour', '3-hours', '12-hours', '1-day', '3-days', '7-days', '30-days'] as const;

export type Ttl = (typeof ttls)[number];

export const defaultTtl: Ttl = '7-days';
