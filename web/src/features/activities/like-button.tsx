import { announcer } from '../../shared/announcer/announcer';
import { describeError } from '../../shared/api/describe-error';
import type { Person } from '../../shared/session/person';
import { plural } from '../../shared/text/plural';
import type { Activity } from './activity';
import { ActivityIcon } from './activity-icon';
import { usePutLike } from './api/put-like';

export function LikeButton({ me, activity }: { me: Person; activity: Activity }) {
  const like = usePutLike(me, activity.uuid);
  const liked = activity.liked === true;
  const toggle = () => {
    if (like.isPending) return;
    like.mutate(!liked, { onError: (error) => announcer.say('assertive', describeError(error)) });
  };
  return (
    <button
      type="button"
      className="activity-action activity-like"
      data-testid="like"
      aria-pressed={liked}
      aria-label={`Like, ${plural(activity.likes_count, 'like', 'likes')}`}
      onClick={toggle}
    >
      <ActivityIcon name="heart" />
      <span aria-hidden="true">{activity.likes_count}</span>
    </button>
  );
}
