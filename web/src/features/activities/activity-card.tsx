import './activity-card.css';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import { Avatar } from '../../shared/avatar/avatar';
import type { Person } from '../../shared/session/person';
import { plural } from '../../shared/text/plural';
import { RelativeTime } from '../../shared/time/relative-time';
import { TimeLeft } from '../../shared/time/time-left';
import type { Activity } from './activity';
import { ActivityIcon } from './activity-icon';
import { DeleteButton } from './delete-button';
import { LikeButton } from './like-button';
import { Replies } from './replies';

interface ActivityCardProps {
  readonly activity: Activity;
  /** Null for somebody who is not signed in: they can read, and nothing else. */
  readonly reader: Person | null;
}

export function ActivityCard({ activity, reader }: ActivityCardProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const isPost = activity.reply_to_activity_uuid === null;
  const name = activity.display_name === '' ? 'Somebody who left' : activity.display_name;
  return (
    <article className="activity" data-testid="activity" tabIndex={-1} aria-labelledby={`${id}-name ${id}-text`}>
      <Avatar uuid={activity.user_uuid} name={name} size={isPost ? 'medium' : 'small'} />
      <div className="activity-body">
        <header className="activity-head">
          <Link href={`/@${activity.handle}`} className="activity-name" id={`${id}-name`}>
            {name}
          </Link>
          <span className="activity-handle">@{activity.handle}</span>
          <RelativeTime time={activity.created_at} className="activity-time" />
          {isPost && <TimeLeft until={activity.expires_at} className="activity-left" />}
        </header>
        <p className="activity-text" id={`${id}-text`}>
          {activity.message}
        </p>
        <footer className="activity-actions">
          {isPost && (reader !== null || activity.replies_count > 0) && (
            <button
              type="button"
              className="activity-action"
              aria-expanded={open}
              aria-label={`Replies, ${plural(activity.replies_count, 'reply', 'replies')}`}
              onClick={() => setOpen(!open)}
            >
              <ActivityIcon name="reply" />
              <span aria-hidden="true">{activity.replies_count}</span>
            </button>
          )}
          {reader !== null && <LikeButton me={reader} activity={activity} />}
          {reader === null && activity.likes_count > 0 && (
            <span className="activity-action activity-counted">
              <ActivityIcon name="heart" />
              <span aria-hidden="true">{activity.likes_count}</span>
              <span className="visually-hidden">{plural(activity.likes_count, 'like', 'likes')}</span>
            </span>
          )}
          {reader?.uuid === activity.user_uuid && <DeleteButton me={reader} activity={activity} />}
        </footer>
        {open && <Replies post={activity} reader={reader} />}
      </div>
    </article>
  );
}
