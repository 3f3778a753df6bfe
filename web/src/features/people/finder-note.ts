import { describeError } from '../../shared/api/describe-error';

export interface Search {
  readonly query: string;
  readonly found: number;
  /** The server has answered, and to what stands in the box now. */
  readonly answered: boolean;
  readonly error: Error | null;
}

/** The line under what was found. */
export function finderNote({ query, found, answered, error }: Search): string {
  if (error !== null) return describeError(error);
  if (found > 0) return '';
  const wanted = query.trim();
  if (wanted === '' || wanted === '@') return 'Type the beginning of a name or a handle.';
  return answered ? `Nobody found for “${wanted}”.` : 'Looking…';
}
