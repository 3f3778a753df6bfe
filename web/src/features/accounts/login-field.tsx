import { Field } from '../../shared/ui/field';

interface LoginFieldProps {
  readonly label?: string;
  readonly error?: string | undefined;
}

/** Who somebody says they are. */
export function LoginField({ label = 'Handle or e-mail', error }: LoginFieldProps) {
  return (
    <Field label={label} name="login" autoComplete="username" autoCapitalize="none" spellCheck={false} error={error} />
  );
}
