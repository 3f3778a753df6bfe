import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { AnnouncerRegions } from '../shared/announcer/announcer-regions';
import { ErrorBoundary } from './error-boundary';
import { NotFoundPage } from './not-found-page';
import { createQueryClient } from './query-client';
import { SignedInPages } from './signed-in-pages';
import { Splash } from './splash';

const SignInPage = lazy(() => import('../features/accounts/sign-in-page'));
const SignUpPage = lazy(() => import('../features/accounts/sign-up-page'));

const signedInPaths = /^\/(?:messages(?:\/.*)?|settings|@[^/]+)?\/?$/;

const queryClient = createQueryClient();

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <ErrorBoundary>
        <Suspense fallback={<Splash />}>
          <Switch>
            <Route path="/sign-in" component={SignInPage} />
            <Route path="/sign-up" component={SignUpPage} />
            <Route path={signedInPaths}>
              <SignedInPages />
            </Route>
            <Route component={NotFoundPage} />
          </Switch>
        </Suspense>
      </ErrorBoundary>
      <AnnouncerRegions />
    </QueryClientProvider>
  );
}
