import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { describeError } from '../../shared/api/describe-error';
import { Field } from '../../shared/ui/field';
import { AccountFrame, formText } from './account-frame';
import { useForgotPassword } from './api/forgot-password';

export default function ForgotPage() {
  const search = useSearch();
  const [, navigate] = useLocation();
  const [incomplete, setIncomplete] = useState<string | null>(null);
  const forgot = useForgotPassword((login) =>
    navigate(search === '' ? '/reset' : `/reset?${search}`, { state: { login } }),
  );
  const submit = (form: FormData) => {
    const login = formText(form, 'login').trim();
    setIncomplete(login === '' ? 'Enter your handle or e-mail address.' : null);
    if (login !== '') forgot.mutate(login);
  };
  return (
    <AccountFrame
      title="Forgot your password?"
      lead="We send a code to your e-mail address. With it you set a new one."
      pending={forgot.isPending}
      failure={forgot.error}
      error={incomplete ?? (forgot.error && describeError(forgot.error))}
      onSubmit={submit}
      footer={
        <>
          Remembered it? <Link href={search === '' ? '/sign-in' : `/sign-in?${search}`}>Sign in</Link>
        </>
      }
    >
      <Field label="Handle or e-mail" name="login" autoComplete="username" autoCapitalize="none" spellCheck={false} />
      <button type="submit" className="button button-primary button-wide" aria-disabled={forgot.isPending}>
        {forgot.isPending ? 'Sending the code…' : 'Send the code'}
      </button>
    </AccountFrame>
  );
}
