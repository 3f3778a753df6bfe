import './replies.css';
import { describeError } from '../../shared/api/describe-error';
import type { Person } from '../../shared/session/person';
import type { Activity } from './activity';
import { ActivityCard } from './activity-card';
import { useReplies } from './api/get-replies';
import { usePostReply } from './api/post-reply';
import { useMore } from './use-more';
import { useSameUuid } from './use-same-uuid';
import { WriteBox } from './write-box';

/** What was replied to a post, and where to reply. */
export function Replies({ post, reader }: { post: Activity; reader: Person | null }) {
  const replies = useReplies(reader, post.uuid);
  const { list, loadMore } = useMore(replies);
  const shown = replies.data?.pages.flatMap((page) => page.activities) ?? [];
  return (
    <section className="replies" aria-label={`Replies to ${post.display_name}`}>
      {replies.isPending && <p className="replies-note">Loading replies…</p>}
      {shown.length > 0 && (
        <ol ref={list} className="replies-list">
          {shown.map((reply) => (
            <li key={reply.uuid}>
              <ActivityCard activity={reply} reader={reader} />
            </li>
          ))}
        </ol>
      )}
      {replies.error !== null && (
        <p className="replies-note" role="alert">
          {describeError(replies.error)}{' '}
          <button type="button" className="button button-small" onClick={() => void replies.refetch()}>
            Try again
          </button>
        </p>
      )}
      {replies.hasNextPage && (
        <button
          type="button"
          className="button button-small"
          aria-disabled={replies.isFetchingNextPage}
          onClick={loadMore}
        >
          More replies
        </button>
      )}
      {reader !== null && <ReplyBox me={reader} post={post} />}
    </section>
  );
}

function ReplyBox({ me, post }: { me: Person; post: Activity }) {
  const reply = usePostReply(me, post.uuid);
  const box = `reply.${post.uuid}`;
  const asSame = useSameUuid(box);
  const submit = (message: string) => asSame(message, (uuid) => reply.mutateAsync({ activity_uuid: uuid, message }));
  return (
    <WriteBox
      box={box}
      label={`Reply to ${post.display_name}`}
      placeholder={`Reply to ${post.display_name}`}
      action="Reply"
      rows={1}
      pending={reply.isPending}
      error={reply.error}
      onSubmit={submit}
    />
  );
}
