const first = 500;
export const longestPause = 15_000;

/** Exponential with full jitter, so that the clients of a restarted server do not come back all at once. */
export function backoff(attempt: number, random: () => number): number {
  const ceiling = Math.min(longestPause, first * 2 ** Math.max(0, attempt - 1));
  return Math.round(first / 2 + random() * ceiling);
}
