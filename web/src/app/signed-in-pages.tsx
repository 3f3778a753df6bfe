import { useCallback, useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { describeError } from '../shared/api/describe-error';
import { signInPath } from '../shared/navigation/return-path';
import { useMe } from '../shared/session/get-me';
import { Notice } from '../shared/ui/notice';
import { ConnectionBanner } from './connection-banner';
import { Deferred, DeferredPart } from './deferred';
import { LiveProvider } from './live-provider';
import { MessagesPage } from './messages-page';
import { messagesPath, profilePath } from './paths';
import { SiteNav } from './site-nav';
import { Splash } from './splash';
import { useFinderKey } from './use-finder-key';
import { usePreloadWhenLive } from './use-preload-when-live';

const home = new DeferredPart(() => import('../features/activities/home-page'));
const userPosts = new DeferredPart(() => import('../features/activities/user-posts'));
const publicPages = new DeferredPart(() => import('./public-pages'));
const settings = new DeferredPart(() => import('../features/accounts/settings-page'));
const profile = new DeferredPart(() => import('../features/people/profile-page'));
const notFound = new DeferredPart(() => import('./not-found-page'));
const finder = new DeferredPart(() => import('../features/people/finder-dialog'));
const deferredParts = [finder, settings, profile, home, userPosts];

/** Every page of a person, live state runs as long as one of them is shown; and what of them is for everybody. */
export function SignedInPages() {
  const me = useMe();
  const [location] = useLocation();
  if (me.isPending) return <Splash />;
  if (me.data === null) {
    if (location !== '/' && !profilePath.test(location)) return <Redirect to={signInPath(location)} replace />;
    return (
      <Deferred part={publicPages} waiting={<Splash />}>
        {(PublicPages) => <PublicPages />}
      </Deferred>
    );
  }
  if (me.data === undefined) {
    return (
      <main className="splash">
        <h1 className="visually-hidden">Cruddur</h1>
        <Notice title="Cruddur cannot be reached">
          <p>{describeError(me.error)}</p>
          <button type="button" className="button button-primary" onClick={() => void me.refetch()}>
            Try again
          </button>
        </Notice>
      </main>
    );
  }
  return (
    <LiveProvider key={me.data.uuid} me={me.data}>
      <PagesOfPerson />
    </LiveProvider>
  );
}

function PagesOfPerson() {
  const [location, navigate] = useLocation();
  const [finding, setFinding] = useState(false);
  const openFinder = useCallback(() => setFinding(true), []);
  const closeFinder = useCallback(() => setFinding(false), []);
  useFinderKey(openFinder);
  usePreloadWhenLive(deferredParts);
  return (
    <>
      <ConnectionBanner />
      <div className={location.startsWith('/messages/') ? 'site site-talking' : 'site'}>
        <SiteNav />
        <div className="site-page">
          <Switch>
            <Route path="/">
              <Deferred part={home} waiting={<Splash />}>
                {(HomePage) => <HomePage />}
              </Deferred>
            </Route>
            <Route path={messagesPath}>
              {(params) => (
                <MessagesPage group={params.group ?? null} newHandle={params.handle ?? null} onFind={openFinder} />
              )}
            </Route>
            <Route path="/settings">
              <Deferred part={settings} waiting={<Splash />}>
                {(SettingsPage) => <SettingsPage />}
              </Deferred>
            </Route>
            <Route path={profilePath}>
              {(params) => (
                <Deferred part={profile} waiting={<Splash />}>
                  {(ProfilePage) => (
                    <ProfilePage
                      handle={params.handle ?? ''}
                      posts={
                        <Deferred part={userPosts} waiting={null}>
                          {(UserPosts) => <UserPosts handle={params.handle ?? ''} />}
                        </Deferred>
                      }
                    />
                  )}
                </Deferred>
              )}
            </Route>
            <Route>
              <Deferred part={notFound} waiting={<Splash />}>
                {(NotFoundPage) => <NotFoundPage />}
              </Deferred>
            </Route>
          </Switch>
        </div>
      </div>
      {finding && (
        <Deferred part={finder} waiting={null} onClose={closeFinder}>
          {(FinderDialog) => <FinderDialog onChoose={navigate} onClose={closeFinder} />}
        </Deferred>
      )}
    </>
  );
}
