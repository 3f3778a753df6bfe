import './connection-banner.css';
import { useLive } from '../live/react/live-context';
import { useConnection } from '../live/react/use-live-state';
import { Icon } from '../shared/ui/icon';
import { RetryIn } from './retry-in';

/** There until catching up has finished, not just until the connection is back. */
export function ConnectionBanner() {
  const { client } = useLive();
  const state = useConnection();
  const isBehind = state.name === 'waiting' || (client.connection.wasLive && isOnTheWay(state.name));
  return (
    <div role="status" className="connection" data-testid="connection" data-state={state.name}>
      {state.name === 'offline' && (
        <p className="connection-banner" data-testid="connection-banner">
          <Icon name="offline" size={16} />
          You are offline. What you write is kept and sent when you are back.
        </p>
      )}
      {isBehind && (
        <p className="connection-banner connection-waiting" data-testid="connection-banner">
          <span className="connection-dot" />
          Reconnecting…
          {state.name === 'waiting' && <RetryIn until={state.until} onRetry={() => client.tryAgain()} />}
        </p>
      )}
    </div>
  );
}

function isOnTheWay(name: string): boolean {
  return name === 'connecting' || name === 'catching-up';
}
