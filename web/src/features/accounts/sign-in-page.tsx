import { useState } from 'react';
import { Link, Redirect, useSearch } from 'wouter';
import { describeError } from '../../shared/api/describe-error';
import { safeReturnPath } from '../../shared/navigation/return-path';
import { useMe } from '../../shared/session/get-me';
import { Field } from '../../shared/ui/field';
import { AccountFrame, formText } from './account-frame';
import { useCreateSession } from './api/create-session';

export default function SignInPage() {
  const search = useSearch();
  const me = useMe();
  const signIn = useCreateSession();
  const [incomplete, setIncomplete] = useState<string | null>(null);

  if (me.data) return <Redirect to={safeReturnPath(new URLSearchParams(search).get('return_to'))} replace />;

  const submit = (form: FormData) => {
    const credentials = { login: formText(form, 'login').trim(), password: formText(form, 'password') };
    const complete = credentials.login !== '' && credentials.password !== '';
    setIncomplete(complete ? null : 'Enter your handle or e-mail address and your password.');
    if (complete) signIn.mutate(credentials);
  };
  return (
    <AccountFrame
      title="Sign in"
      lead="Good to see you again."
      pending={signIn.isPending}
      failure={signIn.error}
      error={incomplete ?? (signIn.error && describeError(signIn.error))}
      onSubmit={submit}
      footer={
        <>
          New here? <Link href={search === '' ? '/sign-up' : `/sign-up?${search}`}>Create an account</Link>
        </>
      }
    >
      <Field label="Handle or e-mail" name="login" autoComplete="username" autoCapitalize="none" spellCheck={false} />
      <Field label="Password" name="password" type="password" autoComplete="current-password" />
      <button type="submit" className="button button-primary button-wide" aria-disabled={signIn.isPending}>
        {signIn.isPending ? 'Signing in…' : 'Sign in'}
      </button>
    </AccountFrame>
  );
}
