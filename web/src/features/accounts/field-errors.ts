import { ApiProblem } from '@cruddur/client';
import { describeError } from '../../shared/api/describe-error';

/** What is wrong with a field before the server is asked, which would say it in the words of an API. */
class FieldFault extends Error {
  override readonly name = 'FieldFault';

  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

const fieldOfCode: Readonly<Record<string, string>> = {
  handle_taken: 'handle',
  handle_invalid: 'handle',
  display_name_invalid: 'display_name',
  email_invalid: 'email',
  password_too_short: 'password',
  password_too_long: 'password',
  password_refused: 'password',
  code_refused: 'code',
};

export function requireLogin(login: string, detail = 'Enter your handle or e-mail address.'): void {
  if (login === '') throw new FieldFault('login', detail);
}

/** What is wrong, by field: as the server lists it, or by its code where it names a single rule. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof FieldFault) return { [error.field]: error.message };
  if (!(error instanceof ApiProblem)) return {};
  if (Object.keys(error.fields).length > 0) return error.fields;
  const field = fieldOfCode[error.code];
  return field === undefined ? {} : { [field]: error.detail };
}

/** What is wrong with no field in particular. */
export function generalError(error: Error | null): string | null {
  return error !== null && Object.keys(fieldErrors(error)).length === 0 ? describeError(error) : null;
}
