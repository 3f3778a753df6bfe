import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { AnnouncerRegions } from '../shared/announcer/announcer-regions';
import { ErrorBoundary } from './error-boundary';
import { createQueryClient } from './query-client';
import { SignedInPages } from './signed-in-pages';
import { Splash } from './splash';

const SignInPage = lazy(() => import('../features/accounts/sign-in-page'));
const SignUpPage = lazy(() => import('../features/accounts/sign-up-page'));

const ConfirmPage = lazy(() => import('../features/accounts/confirm-page'));
const ForgotPage = lazy(() => import('../features/accounts/forgot-page'));
const ResetPage = lazy(() => import('../features/accounts/reset-page'));
const NotFoundPage = lazy(() => import('./not-found-page'));
const MailsPage = lazy(() => import('../features/mails/mails-page'));

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
            <Route path="/confirm" component={ConfirmPage} />
            <Route path="/forgot" component={ForgotPage} />
            <Route path="/reset" component={ResetPage} />
            <Route path="/mails" component={MailsPage} />
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
