import { useRef } from 'react';
import { announcer } from '../../shared/announcer/announcer';
import { describeError } from '../../shared/api/describe-error';
import { RelativeTime } from '../../shared/time/relative-time';
import { type Session, useEndSessions, useSessions } from './api/sessions';

/** Where somebody is signed in, and ending that. */
export function SessionList() {
  const sessions = useSessions();
  const end = useEndSessions();
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  if (sessions.data === undefined) {
    return sessions.error === null ? (
      <p className="field-note" role="status">
        Looking where you are signed in…
      </p>
    ) : (
      <div className="form-row">
        <p className="form-error" role="alert">
          {describeError(sessions.error)}
        </p>
        <button type="button" className="button button-small" onClick={() => void sessions.refetch()}>
          Try again
        </button>
      </div>
    );
  }
  // A tab that is asked again while an answer is on its way would end what is over.
  const ask = (session: Session | null) => {
    if (end.isPending) return;
    end.mutate(session, {
      onSuccess: () => {
        announcer.say('polite', 'Ended.');
        // The button that was pressed goes with what it ended. On the next one a second press would end that too.
        if (frame.current?.contains(document.activeElement)) list.current?.focus();
      },
    });
  };
  return (
    <div ref={frame} className="form">
      <ul ref={list} className="sessions" aria-label="Sessions" tabIndex={-1}>
        {sessions.data.map((session) => (
          <li key={session.uuid} className="session">
            <div className="session-what">
              <p className="session-name">{nameOf(session)}</p>
              <p className="session-where">
                {session.is_current ? (
                  <span className="session-current">This browser</span>
                ) : (
                  <>
                    Last seen <RelativeTime time={session.last_seen_at} />
                  </>
                )}
                {session.address !== '' && ` · ${session.address}`}
              </p>
            </div>
            {!session.is_current && (
              <button
                type="button"
                className="button button-small"
                aria-label={`End ${nameOf(session)}`}
                aria-disabled={end.isPending}
                onClick={() => ask(session)}
              >
                End
              </button>
            )}
          </li>
        ))}
      </ul>
      {sessions.data.some((session) => !session.is_current) && (
        <div className="form-row">
          <button
            type="button"
            className="button button-danger"
            aria-disabled={end.isPending}
            onClick={() => ask(null)}
          >
            End all others
          </button>
        </div>
      )}
      <p className="form-error" role="alert">
        {end.error && describeError(end.error)}
      </p>
    </div>
  );
}

function nameOf({ kind, device }: Session): string {
  if (kind === 'token') return device === '' ? 'Access token' : `Access token of ${device}`;
  return device === '' ? 'A browser' : device;
}
