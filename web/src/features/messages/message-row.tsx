import type { PendingMessage } from '@cruddur/client';
import { useMemo } from 'react';
import { formatClockTime, formatDay, formatFullTime } from '../../shared/time/format-time';
import { useNow } from '../../shared/time/use-now';
import { Icon } from '../../shared/ui/icon';
import type { SendState, TimelineRow } from './timeline';

const stateNames: Readonly<Record<SendState, string>> = {
  sending: 'Sending',
  sent: 'Sent',
  read: 'Read',
  failed: 'Not sent',
  unconfirmed: 'Not confirmed',
};

export interface MessageActions {
  readonly onRetry: (pending: PendingMessage) => void;
  readonly onEdit: (pending: PendingMessage) => void;
  readonly onDelete: (pending: PendingMessage) => void;
}

interface MessageRowProps {
  readonly row: TimelineRow;
  readonly isTabStop: boolean;
  readonly actions: MessageActions;
}

export function MessageRow({ row, isTabStop, actions }: MessageRowProps) {
  const now = useNow();
  // Every row in sight is rendered with every message that comes and while scrolling; this would be most of the time for it.
  const [clockTime, fullTime] = useMemo(() => [formatClockTime(row.time), formatFullTime(row.time)], [row.time]);
  const side = row.own ? 'message-own' : 'message-other';
  const run = `${row.beginsRun ? ' message-begins' : ''}${row.endsRun ? ' message-ends' : ''}`;
  const state = row.own ? `, ${stateNames[row.state]}` : '';
  return (
    <>
      {row.beginsDay && (
        <div className="day-separator" data-testid="day-separator">
          <time dateTime={row.time}>{formatDay(row.time, now)}</time>
        </div>
      )}
      {row.beginsUnread && (
        <div className="unread-divider" data-testid="unread-divider">
          <span>New messages</span>
        </div>
      )}
      <article
        className={`message ${side}${run} message-${row.state}`}
        data-testid="message"
        data-key={row.key}
        data-seq={row.seq ?? undefined}
        data-state={row.state}
        data-own={row.own}
        tabIndex={isTabStop ? 0 : -1}
        aria-label={`${row.senderName}, ${clockTime}${state}: ${row.text}`}
      >
        <p className="bubble">{row.text}</p>
        {row.state === 'failed' || row.state === 'unconfirmed' ? (
          row.pending !== null && <Decision pending={row.pending} actions={actions} />
        ) : (
          <p className="message-meta">
            <time dateTime={row.time} title={fullTime}>
              {clockTime}
            </time>
            {row.own && (
              <span className="message-state" title={stateNames[row.state]}>
                <Icon name={row.state} size={14} />
                <span className={row.isLastOwn && row.state === 'read' ? 'message-read-words' : 'visually-hidden'}>
                  {stateNames[row.state]}
                </span>
              </span>
            )}
          </p>
        )}
      </article>
    </>
  );
}

function Decision({ pending, actions }: { pending: PendingMessage; actions: MessageActions }) {
  return (
    <div className="message-failure">
      <p className="message-reason">
        <Icon name="failed" size={15} />
        <span>{pending.reason}</span>
      </p>
      <div className="message-actions">
        <button
          type="button"
          className="button button-small"
          data-testid="retry-button"
          onClick={() => actions.onRetry(pending)}
        >
          Retry
        </button>
        <button type="button" className="button button-small" onClick={() => actions.onEdit(pending)}>
          Edit
        </button>
        <button type="button" className="button button-small" onClick={() => actions.onDelete(pending)}>
          Delete
        </button>
      </div>
    </div>
  );
}
