/** A refusal of the server: RFC 9457 problem details and what the headers add to them. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly status: number,
    /** Stable; `unknown` when something on the way answered in the server's place. */
    readonly code: string,
    readonly title: string,
    /** For people; says what to do. */
    readonly detail: string,
    readonly retryAfterSeconds: number | null,
    /** The end of the log, with `resync_required`, `base_ahead` and `seq_ahead`. */
    readonly lastSeq: number | null,
    readonly fields: Readonly<Record<string, string>>,
  ) {
    super(`${status} ${code}: ${detail}`);
  }
}

/** No answer, or one that is not the server's: whether the call took effect is unknown. */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
}

/** Unknown, not failed: the same call may be repeated and must not be taken for refused. */
export function isUnknownOutcome(error: unknown): boolean {
  if (error instanceof NetworkFailure) return true;
  return error instanceof ApiProblem && (error.status >= 500 || error.status === 429 || error.status === 408);
}

/** Refused for being one of too many, and to be repeated after a while. */
export function isTooEarly(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 429;
}

export function hasCode(error: unknown, ...codes: string[]): error is ApiProblem {
  return error instanceof ApiProblem && codes.includes(error.code);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function parseFields(errors: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  if (!isRecord(errors)) return fields;
  for (const [field, problems] of Object.entries(errors)) {
    const first: unknown = Array.isArray(problems) ? problems[0] : null;
    const detail = isRecord(first) ? text(first.detail) : text(first);
    if (detail !== null) fields[field] = detail;
  }
  return fields;
}

/** Retry-After is seconds or a date. */
export function parseRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}

export function parseProblem(status: number, body: unknown, retryAfter: string | null, now: number): ApiProblem {
  const problem = isRecord(body) ? body : {};
  const title = text(problem.title) ?? `The server answered ${status}.`;
  return new ApiProblem(
    status,
    text(problem.code) ?? 'unknown',
    title,
    text(problem.detail) ?? (status >= 500 ? 'Cruddur is busy or being restarted. Try again in a moment.' : title),
    parseRetryAfter(retryAfter, now),
    typeof problem.last_seq === 'number' ? problem.last_seq : null,
    parseFields(problem.errors),
  );
}
