import './public-pages.css';
import { Link, Route, Switch, useLocation } from 'wouter';
import { PublicHomePage } from '../features/activities/home-page';
import { PublicUserPage } from '../features/activities/user-posts';
import { Wordmark } from '../shared/brand/wordmark';
import { signInPath, signUpPath } from '../shared/navigation/return-path';
import { profilePath } from './paths';

/** What can be read without signing in, where the server allows it. */
export default function PublicPages() {
  const [location] = useLocation();
  return (
    <>
      <header className="public-header">
        <Link href="/" className="side-home" aria-label="Cruddur, home">
          <Wordmark />
        </Link>
        <Link href={signInPath(location)} className="button button-quiet">
          Sign in
        </Link>
        <Link href={signUpPath(location)} className="button button-primary">
          Create account
        </Link>
      </header>
      <Switch>
        <Route path="/">
          <PublicHomePage />
        </Route>
        <Route path={profilePath}>{({ handle }) => <PublicUserPage handle={handle ?? ''} />}</Route>
      </Switch>
    </>
  );
}
