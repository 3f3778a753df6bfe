import { ApiProblem } from '@cruddur/client';
import { Link, Redirect, useLocation } from 'wouter';
import { useLive } from '../../live/react/live-context';
import { signInPath } from '../../shared/navigation/return-path';
import { useDocumentTitle } from '../../shared/navigation/use-document-title';
import type { Person } from '../../shared/session/person';
import { Notice } from '../../shared/ui/notice';
import { PageTitle } from '../../shared/ui/page-title';
import { useUserActivities } from './api/get-user-activities';
import { Feed } from './feed';

/** What one person posted. */
export default function UserPosts({ handle }: { handle: string }) {
  return <PostsOf handle={handle} reader={useLive().me} />;
}

function PostsOf({ handle, reader }: { handle: string; reader: Person | null }) {
  const posts = useUserActivities(reader, handle);
  return (
    <Feed
      label={`Posts of @${handle}`}
      query={posts}
      reader={reader}
      empty={<p className="feed-behind">No posts to be seen.</p>}
    />
  );
}

/** The same for somebody who is not signed in: all that they may know of a person is what that person posted. */
export function PublicUserPage({ handle }: { handle: string }) {
  const [location] = useLocation();
  const { data, error } = useUserActivities(null, handle);
  const name = data?.pages[0]?.activities[0]?.display_name ?? `@${handle}`;
  useDocumentTitle(name);
  if (error instanceof ApiProblem && error.status === 401) return <Redirect to={signInPath(location)} replace />;
  return (
    <main className="page page-feed">
      <PageTitle>{name}</PageTitle>
      {error instanceof ApiProblem && error.code === 'user_not_found' ? (
        <Notice title={`Nobody is called @${handle}`}>
          <Link href="/" className="button">
            Go home
          </Link>
        </Notice>
      ) : (
        <PostsOf handle={handle} reader={null} />
      )}
    </main>
  );
}
