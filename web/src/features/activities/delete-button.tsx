import { useEffect, useRef, useState } from 'react';
import { announcer } from '../../shared/announcer/announcer';
import { describeError } from '../../shared/api/describe-error';
import type { Person } from '../../shared/session/person';
import type { Activity } from './activity';
import { ActivityIcon } from './activity-icon';
import { useDeleteActivity } from './api/delete-activity';
import { giveFocusOn } from './give-focus-on';

/** Asks once more: there is no way back. */
export function DeleteButton({ me, activity }: { me: Person; activity: Activity }) {
  const [asking, setAsking] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const ask = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  const remove = useDeleteActivity(me, activity, () => {
    announcer.say('polite', 'Deleted.');
    giveFocusOn(keep.current);
  });
  useEffect(() => {
    // The button that was pressed is gone: its place is taken by the harmless one, and the other way round.
    if (asking) keep.current?.focus();
    else if (wasAsking.current) ask.current?.focus();
    wasAsking.current = asking;
  }, [asking]);
  const confirm = () => {
    if (remove.isPending) return;
    remove.mutate(undefined, { onError: (error) => announcer.say('assertive', describeError(error)) });
  };
  if (!asking) {
    return (
      <button
        ref={ask}
        type="button"
        className="activity-action activity-delete"
        aria-label="Delete"
        onClick={() => setAsking(true)}
      >
        <ActivityIcon name="remove" />
      </button>
    );
  }
  return (
    <span className="activity-asking">
      <button type="button" className="button button-small button-danger" onClick={confirm}>
        Delete for everyone
      </button>
      <button ref={keep} type="button" className="button button-small" onClick={() => setAsking(false)}>
        Keep
      </button>
    </span>
  );
}
