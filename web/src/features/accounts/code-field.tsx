import { Field } from '../../shared/ui/field';

/** A code that was sent: phones offer it from the mail, and show digits to type it. */
export function CodeField({ error }: { error: string | undefined }) {
  return (
    <Field
      label="Code"
      name="code"
      className="input input-code"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={12}
      hint="Six digits, from the mail."
      error={error}
    />
  );
}
