import { useEffect, useState } from 'react';

/** A shorter wait is over before it is read. */
const worthTelling = 4_000;

/** How long until the next attempt. Counted for the eye alone: a voice that counts along is no help. */
export function RetryIn({ until, onRetry }: { until: number; onRetry: () => void }) {
  const [now, setNow] = useState(Date.now);
  const [isLong] = useState(() => until - Date.now() >= worthTelling);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (!isLong) return null;
  return (
    <>
      <span aria-hidden="true">Next try in {Math.max(1, Math.ceil((until - now) / 1000))} s.</span>
      <button type="button" className="connection-retry" onClick={onRetry}>
        Try now
      </button>
    </>
  );
}
