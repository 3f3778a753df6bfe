import { Link, useLocation, useSearch } from 'wouter';
import { useMe } from '../../shared/session/get-me';
import { Field } from '../../shared/ui/field';
import { AccountFrame, formText } from './account-frame';
import { useSignInOffer } from './api/get-sign-in-offer';
import { useResetPassword } from './api/reset-password';
import { CodeField } from './code-field';
import { fieldErrors, generalError } from './field-errors';
import { GoOn } from './go-on';
import { LoginField } from './login-field';
import { MailsHint } from './mails-hint';
import { useWaitingAccount } from './waiting-account';

export default function ResetPage() {
  const search = useSearch();
  const me = useMe();
  const [, navigate] = useLocation();
  const waiting = useWaitingAccount();
  // Another provider has other rules than those that can be told here.
  const isLocal = useSignInOffer()?.provider === 'local';
  const signInPath = search === '' ? '/sign-in' : `/sign-in?${search}`;
  const reset = useResetPassword(() =>
    navigate(signInPath, { state: { notice: 'Your new password is set. Sign in with it.' } }),
  );

  if (me.data) return <GoOn />;

  const errors = fieldErrors(reset.error);
  const submit = (form: FormData) =>
    reset.mutate({
      login: waiting?.login ?? formText(form, 'login').trim(),
      code: formText(form, 'code'),
      password: formText(form, 'password'),
    });
  return (
    <AccountFrame
      title="Set a new password"
      lead={`If there is such an account, a code is on its way to its e-mail address.${isLocal ? ' It is good for 10 minutes.' : ''}`}
      pending={reset.isPending}
      failure={reset.error}
      error={generalError(reset.error)}
      onSubmit={submit}
      footer={
        <>
          No mail? <Link href={search === '' ? '/forgot' : `/forgot?${search}`}>Ask for a new code</Link>
        </>
      }
    >
      {waiting === null ? (
        <LoginField error={errors.login} />
      ) : (
        // Password managers file the new password under this name.
        <input type="text" name="username" value={waiting.login} autoComplete="username" readOnly hidden />
      )}
      <CodeField error={errors.code} />
      <MailsHint />
      <Field
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint={`${isLocal ? '8 characters or more. ' : ''}Signs you out everywhere else.`}
        error={errors.password}
      />
      <button type="submit" className="button button-primary button-wide" aria-disabled={reset.isPending}>
        {reset.isPending ? 'Setting the password…' : 'Set the password'}
      </button>
    </AccountFrame>
  );
}
