const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "now", "3m", "2h", then a date. In the reader's zone and language. */
export function formatRelativeTime(time: string, now: number, locale?: string): string {
  const date = new Date(time);
  const age = now - date.getTime();
  // A clock of this device that is behind the server's must not show the future.
  if (age < minute) return 'now';
  if (age < hour) return `${Math.floor(age / minute)}m`;
  if (age < day) return `${Math.floor(age / hour)}h`;
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString(locale, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) });
}

export function formatFullTime(time: string, locale?: string): string {
  return new Date(time).toLocaleString(locale, { dateStyle: 'full', timeStyle: 'medium' });
}

export function formatClockTime(time: string, locale?: string): string {
  return new Date(time).toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });
}

/** A key that is equal for two times of one calendar day in the reader's zone. */
export function localDay(time: string): string {
  const date = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function formatDay(time: string, now: number, locale?: string): string {
  const wanted = localDay(time);
  const today = new Date(now);
  if (wanted === localDay(today.toISOString())) return 'Today';
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (wanted === localDay(yesterday.toISOString())) return 'Yesterday';
  const sameYear = wanted.startsWith(`${today.getFullYear()}-`);
  return new Date(time).toLocaleDateString(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}
