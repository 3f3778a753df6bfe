import { ApiProblem } from '@cruddur/client';
import { Link, Redirect, useLocation } from 'wouter';
import { useLive } from '../../live/react/live-context';
import { useUnreadCount } from '../../live/react/use-live-state';
import { signInPath, signUpPath } from '../../shared/navigation/return-path';
import { useDocumentTitle } from '../../shared/navigation/use-document-title';
import type { Person } from '../../shared/session/person';
import { Notice } from '../../shared/ui/notice';
import { PageTitle } from '../../shared/ui/page-title';
import { useHome } from './api/get-home';
import { Feed } from './feed';
import { PostBox } from './post-box';

/** Everybody's posts, and where to write one. */
export default function HomePage() {
  return <PublicHomePage reader={useLive().me} unreadCount={useUnreadCount()} />;
}

interface PublicHomePageProps {
  /** Null for somebody who is not signed in. */
  readonly reader?: Person | null;
  readonly unreadCount?: number;
}

export function PublicHomePage({ reader = null, unreadCount = 0 }: PublicHomePageProps) {
  const [location] = useLocation();
  const home = useHome(reader);
  useDocumentTitle('Home', unreadCount);
  // Where reading is not for everybody.
  if (reader === null && home.error instanceof ApiProblem && home.error.status === 401) {
    return <Redirect to={signInPath(location)} replace />;
  }
  return (
    <main className="page page-feed">
      <PageTitle>Home</PageTitle>
      {reader !== null && <PostBox me={reader} />}
      <Feed label="Posts" query={home} reader={reader} empty={<NothingYet reader={reader} />} />
    </main>
  );
}

function NothingYet({ reader }: { reader: Person | null }) {
  return (
    <Notice title="Nothing here yet">
      {reader === null ? (
        <>
          <p>What people post will stand here, until it ends by itself.</p>
          <Link href={signUpPath('/')} className="button button-primary">
            Create an account
          </Link>
        </>
      ) : (
        <p>Write the first post. It ends by itself, when you say.</p>
      )}
    </Notice>
  );
}
