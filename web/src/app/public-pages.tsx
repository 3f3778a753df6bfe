import './public-pages.css';
import { Link, Route, Switch } from 'wouter';
import { Wordmark } from '../shared/brand/wordmark';
import { Deferred, DeferredPart } from './deferred';
import { Splash } from './splash';

const home = new DeferredPart(() => import('../features/activities/home-page'));
const userPosts = new DeferredPart(async () => ({
  default: (await import('../features/activities/user-posts')).PublicUserPage,
}));

export const publicPath = /^\/(?:@(?<handle>[^/]+)\/?)?$/;

/** What can be read without signing in, where the server allows it. */
export function PublicPages() {
  return (
    <>
      <header className="public-header">
        <Link href="/" className="side-home" aria-label="Cruddur, home">
          <Wordmark />
        </Link>
        <Link href="/sign-in?return_to=/" className="button button-quiet">
          Sign in
        </Link>
        <Link href="/sign-up" className="button button-primary">
          Create account
        </Link>
      </header>
      <Switch>
        <Route path="/">
          <Deferred part={home} waiting={<Splash />}>
            {(HomePage) => <HomePage reader={null} unreadCount={0} />}
          </Deferred>
        </Route>
        <Route path={publicPath}>
          {({ handle }) => (
            <Deferred part={userPosts} waiting={<Splash />}>
              {(UserPage) => <UserPage handle={handle ?? ''} />}
            </Deferred>
          )}
        </Route>
      </Switch>
    </>
  );
}
