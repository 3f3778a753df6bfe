import { ApiProblem } from '@cruddur/client';

const fieldOfCode: Readonly<Record<string, string>> = {
  handle_taken: 'handle',
  handle_invalid: 'handle',
  display_name_invalid: 'display_name',
  email_invalid: 'email',
  password_too_short: 'password',
  password_too_long: 'password',
};

/** What is wrong, by field: as the server lists it, or by its code where it names a single rule. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof ApiProblem)) return {};
  if (Object.keys(error.fields).length > 0) return error.fields;
  const field = fieldOfCode[error.code];
  return field === undefined ? {} : { [field]: error.detail };
}
