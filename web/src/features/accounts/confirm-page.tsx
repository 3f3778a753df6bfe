import { Link, Redirect, useLocation, useSearch } from 'wouter';
import { describeError } from '../../shared/api/describe-error';
import { safeReturnPath } from '../../shared/navigation/return-path';
import { useMe } from '../../shared/session/get-me';
import { Field } from '../../shared/ui/field';
import { AccountFrame, formText } from './account-frame';
import { useConfirmAccount } from './api/confirm-account';
import { useResendConfirmation } from './api/resend-confirmation';
import { CodeField } from './code-field';
import { fieldErrors, generalError } from './field-errors';
import { MailsHint } from './mails-hint';
import { typedCredentials, useWaitingAccount } from './waiting-account';

export default function ConfirmPage() {
  const search = useSearch();
  const me = useMe();
  const [, navigate] = useLocation();
  const waiting = useWaitingAccount();
  const credentials = waiting && typedCredentials.of(waiting.login);
  const signInPath = search === '' ? '/sign-in' : `/sign-in?${search}`;
  const confirm = useConfirmAccount(credentials, () =>
    navigate(signInPath, { state: { notice: 'Your account is confirmed. Sign in.' } }),
  );
  const resend = useResendConfirmation();

  if (me.data) return <Redirect to={safeReturnPath(new URLSearchParams(search).get('return_to'))} replace />;

  const errors = fieldErrors(confirm.error);
  const loginIn = (form: FormData) => waiting?.login ?? formText(form, 'login').trim();
  return (
    <AccountFrame
      title="Confirm your account"
      lead={waiting?.sentTo ? `We sent a code to ${waiting.sentTo}.` : 'With the code from the mail that we sent you.'}
      pending={confirm.isPending}
      failure={confirm.error}
      error={generalError(confirm.error)}
      onSubmit={(form) => confirm.mutate({ login: loginIn(form), code: formText(form, 'code') })}
      footer={
        <>
          Confirmed already? <Link href={signInPath}>Sign in</Link>
        </>
      }
    >
      {waiting === null && (
        <Field label="Handle" name="login" autoComplete="username" autoCapitalize="none" spellCheck={false} />
      )}
      <CodeField error={errors.code} />
      <MailsHint />
      <button type="submit" className="button button-primary button-wide" aria-disabled={confirm.isPending}>
        {confirm.isPending ? 'Confirming…' : 'Confirm'}
      </button>
      <button
        type="button"
        className="button button-quiet button-wide"
        aria-disabled={resend.isPending}
        onClick={(event) => {
          const form = event.currentTarget.form;
          if (form !== null && !resend.isPending) resend.mutate(loginIn(new FormData(form)));
        }}
      >
        Send a new code
      </button>
      <p role="status" className="form-done">
        {resend.isSuccess && 'A new code is on its way. The one before is good no more.'}
        {resend.error !== null && describeError(resend.error)}
      </p>
    </AccountFrame>
  );
}
