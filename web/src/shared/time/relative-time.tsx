import { formatFullTime, formatRelativeTime } from './format-time';
import { useNow } from './use-now';

export function RelativeTime({ time, className }: { time: string; className?: string }) {
  const now = useNow();
  return (
    <time className={className} dateTime={time} title={formatFullTime(time)}>
      {formatRelativeTime(time, now)}
    </time>
  );
}
