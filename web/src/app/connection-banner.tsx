import './connection-banner.css';
import { useConnection } from '../live/react/use-live-state';
import { Icon } from '../shared/ui/icon';

/** There until catching up has finished, not just until the connection is back. */
export function ConnectionBanner() {
  const state = useConnection();
  return (
    <div role="status" className="connection">
      {state === 'offline' && (
        <p className="connection-banner" data-testid="connection-banner">
          <Icon name="offline" size={16} />
          You are offline. What you write is kept and sent when you are back.
        </p>
      )}
      {state === 'reconnecting' && (
        <p className="connection-banner connection-waiting" data-testid="connection-banner">
          <span className="connection-dot" />
          Reconnecting…
        </p>
      )}
    </div>
  );
}
