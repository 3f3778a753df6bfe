import { describe, expect, it } from 'vitest';
import { formatTimeLeft } from './time-left';

const now = Date.parse('2026-11-21T12:00:00.000Z');
const hour = 3_600_000;

describe('the time that is left', () => {
  it.each([
    [7 * 24 * hour, '7d left'],
    [6.8 * 24 * hour, '7d left'],
    [48 * hour, '48h left'],
    [3 * hour + 20_000, '3h left'],
    [hour + 20_000, '60m left'],
    [61_000, '1m left'],
    [60_000, 'ends now'],
    [-1, 'ends now'],
  ])('of %d milliseconds is %s', (left, expected) => {
    expect(formatTimeLeft(new Date(now + left).toISOString(), now)).toBe(expected);
  });
});
