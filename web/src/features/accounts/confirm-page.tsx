import { Link, useLocation, useSearch } from 'wouter';
import { useMe } from '../../shared/session/get-me';
import { AccountFrame, formText } from './account-frame';
import { useConfirmAccount } from './api/confirm-account';
import { useResendConfirmation } from './api/resend-confirmation';
import { CodeField } from './code-field';
import { fieldErrors, generalError } from './field-errors';
import { GoOn } from './go-on';
import { LoginField } from './login-field';
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

  if (me.data) return <GoOn />;

  // Of what was asked for last.
  const failure = confirm.error ?? resend.error;
  const errors = fieldErrors(failure);
  const loginIn = (form: FormData) => waiting?.login ?? formText(form, 'login').trim();
  return (
    <AccountFrame
      title="Confirm your account"
      lead={waiting?.sentTo ? `We sent a code to ${waiting.sentTo}.` : 'With the code from the mail that we sent you.'}
      pending={confirm.isPending}
      failure={failure}
      error={generalError(failure)}
      onSubmit={(form) => {
        resend.reset();
        confirm.mutate({ login: loginIn(form), code: formText(form, 'code') });
      }}
      footer={
        <>
          Confirmed already? <Link href={signInPath}>Sign in</Link>
        </>
      }
    >
      {waiting === null && <LoginField label="Handle" error={errors.login} />}
      <CodeField error={errors.code} />
      <MailsHint />
      <button type="submit" className="button button-primary button-wide" aria-disabled={confirm.isPending}>
        {confirm.isPending ? 'Confirming…' : 'Confirm'}
      </button>
      <button
        type="button"
        className="button button-quiet button-wide"
        aria-disabled={resend.isPending || confirm.isPending}
        onClick={(event) => {
          const form = event.currentTarget.form;
          if (form === null || resend.isPending || confirm.isPending) return;
          confirm.reset();
          resend.mutate(loginIn(new FormData(form)));
        }}
      >
        Send a new code
      </button>
      <p role="status" className="form-done">
        {resend.isSuccess && 'If the last code is more than a minute old, a new one is on its way. Use the newest.'}
      </p>
    </AccountFrame>
  );
}
