import './feed.css';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describeError } from '../../shared/api/describe-error';
import type { Person } from '../../shared/session/person';
import { useNow } from '../../shared/time/use-now';
import { Notice } from '../../shared/ui/notice';
import { ActivityCard } from './activity-card';
import type { ActivityPage } from './api/activity-pages';
import { useMore } from './use-more';

interface FeedProps {
  readonly label: string;
  readonly query: UseInfiniteQueryResult<InfiniteData<ActivityPage, unknown>>;
  readonly reader: Person | null;
  /** What is said when there is nothing. */
  readonly empty: ReactNode;
}

/** A list of posts in all its states. */
export function Feed({ label, query, reader, empty }: FeedProps) {
  const now = useNow();
  const { list, loadMore } = useMore(query);
  const { data, error } = query;
  if (query.isPending) return <FeedSkeletons />;
  if (data === undefined) {
    return (
      <Notice title="No posts to show">
        <p>{describeError(error)}</p>
        <button type="button" className="button button-primary" onClick={() => void query.refetch()}>
          Try again
        </button>
      </Notice>
    );
  }
  // What ends while it is looked at goes, as it would by asking again.
  const posts = data.pages.flatMap((page) => page.activities).filter((post) => Date.parse(post.expires_at) > now);
  return (
    <>
      {error !== null && !query.isFetchNextPageError && (
        <p className="feed-behind" role="status">
          This may not be the newest.{' '}
          <button type="button" className="button button-small" onClick={() => void query.refetch()}>
            Try again
          </button>
        </p>
      )}
      {posts.length === 0 && !query.hasNextPage && empty}
      {posts.length > 0 && (
        <ol ref={list} className="feed" aria-label={label} data-testid="feed">
          {posts.map((post) => (
            <li key={post.uuid} className="feed-post card">
              <ActivityCard activity={post} reader={reader} />
            </li>
          ))}
        </ol>
      )}
      {query.isFetchNextPageError && (
        <p className="form-error" role="alert">
          {describeError(error)}
        </p>
      )}
      {query.hasNextPage && (
        <button type="button" className="button feed-more" aria-disabled={query.isFetchingNextPage} onClick={loadMore}>
          {query.isFetchingNextPage ? 'Loading…' : 'Load more'}
        </button>
      )}
    </>
  );
}

function FeedSkeletons() {
  return (
    <div className="feed" aria-hidden="true">
      {['a', 'b', 'c'].map((key) => (
        <div key={key} className="feed-post card feed-skeleton">
          <span className="skeleton skeleton-avatar" />
          <span className="feed-skeleton-lines">
            <span className="skeleton skeleton-line" />
            <span className="skeleton skeleton-line skeleton-line-long" />
          </span>
        </div>
      ))}
    </div>
  );
}
