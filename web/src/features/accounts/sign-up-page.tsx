import { Link, useLocation, useSearch } from 'wouter';
import { useMe } from '../../shared/session/get-me';
import { Field } from '../../shared/ui/field';
import { AccountFrame, formText } from './account-frame';
import { AccountReady, useCreateAccount } from './api/create-account';
import { useSignInOffer } from './api/get-sign-in-offer';
import { fieldErrors, generalError } from './field-errors';
import { GoOn } from './go-on';
import { typedCredentials } from './waiting-account';

export default function SignUpPage() {
  const search = useSearch();
  const me = useMe();
  const offer = useSignInOffer();
  const [, navigate] = useLocation();
  const signUp = useCreateAccount((account, sentTo) => {
    typedCredentials.keep({ login: account.handle, password: account.password });
    navigate(search === '' ? '/confirm' : `/confirm?${search}`, { state: { login: account.handle, sentTo } });
  });

  if (me.data) return <GoOn />;

  const errors = fieldErrors(signUp.error);
  const submit = (form: FormData) =>
    signUp.mutate({
      handle: formText(form, 'handle').trim().replace(/^@/, ''),
      display_name: formText(form, 'display_name').trim(),
      email: formText(form, 'email').trim(),
      password: formText(form, 'password'),
    });
  return (
    <AccountFrame
      title="Create an account"
      lead="Messages that arrive once, in order, and stay yours."
      pending={signUp.isPending}
      failure={signUp.error}
      error={signUp.error instanceof AccountReady ? signUp.error.message : generalError(signUp.error)}
      onSubmit={submit}
      footer={
        <>
          Already with us? <Link href={search === '' ? '/sign-in' : `/sign-in?${search}`}>Sign in</Link>
        </>
      }
    >
      <Field label="Name" name="display_name" autoComplete="name" maxLength={200} error={errors.display_name} />
      <Field
        label="Handle"
        name="handle"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        hint="2 to 30 letters, digits or underscores. People find you by it."
        error={errors.handle}
      />
      <Field label="E-mail" name="email" type="email" autoComplete="email" error={errors.email} />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        // Another provider has other rules than those that can be told here.
        hint={offer?.provider === 'local' ? '8 characters or more, any you like.' : undefined}
        error={errors.password}
      />
      <button type="submit" className="button button-primary button-wide" aria-disabled={signUp.isPending}>
        {signUp.isPending ? 'Creating your account…' : 'Create account'}
      </button>
    </AccountFrame>
  );
}
