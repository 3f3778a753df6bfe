export const longestPause = 15_000;

/**
 * Exponential with jitter, so that the clients of a restarted server do not come back all at once.
 * @param first About the pause before the second attempt, in milliseconds.
 */
export function backoff(attempt: number, random: () => number, first = 500, longest = longestPause): number {
  const ceiling = Math.min(longest, first * 2 ** Math.max(0, attempt - 1));
  return Math.round(first / 2 + random() * ceiling);
}
