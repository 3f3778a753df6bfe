import { describe, expect, it } from 'vitest';
import { formatDay, formatRelativeTime, localDay } from './format-time';

const now = Date.parse('2026-11-21T12:00:00.000Z');
const ago = (milliseconds: number) => new Date(now - milliseconds).toISOString();
const minute = 60_000;
const hour = 60 * minute;

describe('a relative time', () => {
  it.each([
    [0, 'now'],
    [59_000, 'now'],
    [3 * minute, '3m'],
    [59 * minute, '59m'],
    [2 * hour, '2h'],
    [23.9 * hour, '23h'],
    [24 * hour, '20 Nov'],
    [400 * 24 * hour, '17 Oct 2025'],
  ])('%d milliseconds ago is %s', (age, expected) => {
    expect(formatRelativeTime(ago(age), now, 'en-GB')).toBe(expected);
  });

  it('in the future, by a clock that is behind, is now', () => {
    expect(formatRelativeTime(ago(-90_000), now, 'en-GB')).toBe('now');
  });
});

describe('a day', () => {
  it('is the one where the reader is', () => {
    expect(localDay('2026-11-21T22:59:59.999Z')).toBe('2026-11-21');
    expect(localDay('2026-11-21T23:00:00.000Z')).toBe('2026-11-22');
  });

  it('is called today or yesterday, across a change of the clocks too', () => {
    expect(formatDay(ago(0), now, 'en-GB')).toBe('Today');
    expect(formatDay(ago(24 * hour), now, 'en-GB')).toBe('Yesterday');
    const dayAfterClocksChanged = Date.parse('2026-10-26T22:30:00.000Z');
    expect(formatDay('2026-10-25T08:00:00.000Z', dayAfterClocksChanged, 'en-GB')).toBe('Yesterday');
  });

  it('is a date otherwise, with its year if that is another', () => {
    expect(formatDay(ago(72 * hour), now, 'en-GB')).toMatch(/^Wednesday,? 18 November$/);
    expect(formatDay('2025-03-02T12:00:00.000Z', now, 'en-GB')).toMatch(/^Sunday,? 2 March 2025$/);
  });
});
