import { hasCode } from '@cruddur/client';
import { describeError } from '../../shared/api/describe-error';
import { Field } from '../../shared/ui/field';
import { Form } from '../../shared/ui/form';
import { formText } from './account-frame';
import { useSignInOffer } from './api/get-sign-in-offer';
import { usePutPassword } from './api/put-password';

export function PasswordForm({ handle }: { handle: string }) {
  const change = usePutPassword();
  // Another provider has other rules than those that can be told here.
  const isLocal = useSignInOffer()?.provider === 'local';
  const detail = change.error === null ? undefined : describeError(change.error);
  const currentIsWrong = hasCode(change.error, 'password_wrong');
  return (
    <Form
      pending={change.isPending}
      error={change.error}
      onSubmit={(values, form) =>
        change.mutate(
          {
            current_password: formText(values, 'current_password'),
            new_password: formText(values, 'new_password'),
          },
          { onSuccess: () => form.reset() },
        )
      }
    >
      {/* Password managers file the new password under this name. */}
      <input type="text" name="username" value={handle} autoComplete="username" readOnly hidden />
      <Field
        label="Current password"
        name="current_password"
        type="password"
        autoComplete="current-password"
        error={currentIsWrong ? detail : undefined}
      />
      <Field
        label="New password"
        name="new_password"
        type="password"
        autoComplete="new-password"
        hint={`${isLocal ? '8 characters or more. ' : ''}Signs you out everywhere else.`}
        error={currentIsWrong ? undefined : detail}
      />
      <div className="form-row">
        <button type="submit" className="button" aria-disabled={change.isPending}>
          Change password
        </button>
        <p role="status" className="form-done">
          {change.isSuccess && 'Your password is changed.'}
        </p>
      </div>
    </Form>
  );
}
