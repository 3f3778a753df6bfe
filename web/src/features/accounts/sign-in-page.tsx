import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { describeError } from '../../shared/api/describe-error';
import { safeReturnPath } from '../../shared/navigation/return-path';
import { useMe } from '../../shared/session/get-me';
import { Field } from '../../shared/ui/field';
import { AccountFrame, formText } from './account-frame';
import { useCreateSession } from './api/create-session';
import { useSignInOffer } from './api/get-sign-in-offer';
import { GoOn } from './go-on';
import { LoginField } from './login-field';
import { typedCredentials } from './waiting-account';

const hostedPageFailed = 'Signing in on the provider’s page did not work. Try it again, or sign in here.';

export default function SignInPage() {
  const search = useSearch();
  const me = useMe();
  const offer = useSignInOffer();
  const [, navigate] = useLocation();
  const notice = useHistoryState<{ readonly notice?: string } | null>()?.notice;
  const asked = new URLSearchParams(search);
  const hostedFailed = asked.get('hosted') === 'failed';
  const withSearch = (path: string) => (search === '' ? path : `${path}?${search}`);
  const signIn = useCreateSession((credentials) => {
    typedCredentials.keep(credentials);
    navigate(withSearch('/confirm'), { state: { login: credentials.login } });
  });
  const [incomplete, setIncomplete] = useState<string | null>(null);

  if (me.data) return <GoOn />;

  const submit = (form: FormData) => {
    const credentials = { login: formText(form, 'login').trim(), password: formText(form, 'password') };
    const complete = credentials.login !== '' && credentials.password !== '';
    setIncomplete(complete ? null : 'Enter your handle or e-mail address and your password.');
    if (complete) signIn.mutate(credentials);
  };
  return (
    <AccountFrame
      title="Sign in"
      lead={notice ?? 'Good to see you again.'}
      pending={signIn.isPending}
      failure={signIn.error}
      error={incomplete ?? (signIn.error && describeError(signIn.error)) ?? (hostedFailed ? hostedPageFailed : null)}
      onSubmit={submit}
      footer={
        <>
          New here? <Link href={withSearch('/sign-up')}>Create an account</Link>
        </>
      }
    >
      <LoginField />
      <Field label="Password" name="password" type="password" autoComplete="current-password" />
      {offer?.sends_codes && (
        <p className="account-aside">
          <Link href={withSearch('/forgot')}>Forgot your password?</Link>
        </p>
      )}
      <button type="submit" className="button button-primary button-wide" aria-disabled={signIn.isPending}>
        {signIn.isPending ? 'Signing in…' : 'Sign in'}
      </button>
      {offer?.hosted_page && (
        <a
          className="button button-wide"
          href={`${offer.hosted_page}?${new URLSearchParams({ return_to: safeReturnPath(asked.get('return_to')) })}`}
        >
          Sign in on the provider’s page
        </a>
      )}
    </AccountFrame>
  );
}
