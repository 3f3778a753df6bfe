import { ApiProblem, NetworkFailure } from '@cruddur/client';

/** What to tell a person about any error. */
export function describeError(error: unknown): string {
  if (error instanceof ApiProblem) return error.detail;
  if (error instanceof NetworkFailure) return 'Cruddur cannot be reached. Check your connection and try again.';
  return 'Something went wrong on this page. Reload it and try again.';
}
