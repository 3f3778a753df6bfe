import { useState } from 'react';
import { useLive } from '../../live/react/live-context';
import { useUnsentCount } from '../../live/react/use-live-state';
import { describeError } from '../../shared/api/describe-error';
import { plural } from '../../shared/text/plural';
import { useDeleteSession } from './api/delete-session';

/** Drafts and unsent messages go with the session, so losing some is asked about first. */
export function SignOut() {
  const { client } = useLive();
  const unsent = useUnsentCount();
  const [asking, setAsking] = useState(false);
  const signOut = useDeleteSession(() => client.forget());
  const start = () => {
    if (signOut.isPending) return;
    if (client.outbox.count() > 0 && !asking) setAsking(true);
    else signOut.mutate();
  };
  return (
    <div className="form">
      <p className="field-note">
        {asking
          ? `You have ${plural(unsent, 'unsent message', 'unsent messages')}. Signing out deletes ${unsent === 1 ? 'it' : 'them'}.`
          : 'Your messages stay on the server. Drafts on this device are deleted.'}
      </p>
      <div className="form-row">
        <button type="button" className="button button-danger" onClick={start} aria-disabled={signOut.isPending}>
          {asking ? 'Delete and sign out' : 'Sign out'}
        </button>
        {asking && (
          <button type="button" className="button button-quiet" onClick={() => setAsking(false)}>
            Stay signed in
          </button>
        )}
      </div>
      <p className="form-error" role="alert">
        {signOut.error && describeError(signOut.error)}
      </p>
    </div>
  );
}
