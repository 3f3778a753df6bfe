import { formatFullTime } from './format-time';
import { useNow } from './use-now';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** "6d left", "3h left", "12m left": rounded, as a post for a day is not one for two a second after it was posted. */
export function formatTimeLeft(until: string, now: number): string {
  const left = Math.max(0, Date.parse(until) - now);
  if (left > 2 * day) return `${Math.round(left / day)}d left`;
  if (left > 1.5 * hour) return `${Math.round(left / hour)}h left`;
  return left > minute ? `${Math.round(left / minute)}m left` : 'ends now';
}

export function TimeLeft({ until, className }: { until: string; className?: string }) {
  const now = useNow();
  return (
    <time className={className} dateTime={until} title={`Ends ${formatFullTime(until)}`}>
      {formatTimeLeft(until, now)}
    </time>
  );
}
