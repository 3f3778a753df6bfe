import { announcer } from '../../shared/announcer/announcer';
import { describeError } from '../../shared/api/describe-error';
import type { Person } from '../../shared/session/person';
import { plural } from '../../shared/text/plural';
import type { Activity } from './activity';
import { ActivityIcon } from './activity-icon';
import { usePutLike } from './api/put-like';

export function LikeButton({ me, activity }: { me: Person; activity: Activity }) {
  const like = usePutLike(me, activity.uuid);
  // As it was wished for last, until the server has said what came of it; whatever the lists bring meanwhile.
  const liked = like.isPending ? like.variables : activity.liked === true;
  const ours = Number(liked) - Number(activity.liked === true);
  const count = Math.max(0, activity.likes_count + ours);
  const toggle = () => like.mutate(!liked, { onError: (error) => announcer.say('assertive', describeError(error)) });
  return (
    <button
      type="button"
      className="activity-action activity-like"
      data-testid="like"
      aria-pressed={liked}
      aria-label={`Like, ${plural(count, 'like', 'likes')}`}
      onClick={toggle}
    >
      <ActivityIcon name="heart" />
      <span aria-hidden="true">{count}</span>
    </button>
  );
}
