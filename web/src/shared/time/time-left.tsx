import { formatFullTime, formatTimeLeft } from './format-time';
import { useNow } from './use-now';

export function TimeLeft({ until, className }: { until: string; className?: string }) {
  const now = useNow();
  return (
    <time className={className} dateTime={until} title={`Ends ${formatFullTime(until)}`}>
      {formatTimeLeft(until, now)}
    </time>
  );
}
