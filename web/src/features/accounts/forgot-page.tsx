import { Link, useLocation, useSearch } from 'wouter';
import { AccountFrame, formText } from './account-frame';
import { useForgotPassword } from './api/forgot-password';
import { fieldErrors, generalError } from './field-errors';
import { LoginField } from './login-field';

export default function ForgotPage() {
  const search = useSearch();
  const [, navigate] = useLocation();
  const forgot = useForgotPassword((login) =>
    navigate(search === '' ? '/reset' : `/reset?${search}`, { state: { login } }),
  );
  return (
    <AccountFrame
      title="Forgot your password?"
      lead="We send a code to your e-mail address. With it you set a new one."
      pending={forgot.isPending}
      failure={forgot.error}
      error={generalError(forgot.error)}
      onSubmit={(form) => forgot.mutate(formText(form, 'login').trim())}
      footer={
        <>
          Remembered it? <Link href={search === '' ? '/sign-in' : `/sign-in?${search}`}>Sign in</Link>
        </>
      }
    >
      <LoginField error={fieldErrors(forgot.error).login} />
      <button type="submit" className="button button-primary button-wide" aria-disabled={forgot.isPending}>
        {forgot.isPending ? 'Sending the code…' : 'Send the code'}
      </button>
    </AccountFrame>
  );
}
