import { hasCode, isUnknownOutcome } from '@cruddur/client';
import { Link, Redirect } from 'wouter';
import { useUnreadCount } from '../../live/react/use-live-state';
import { describeError } from '../../shared/api/describe-error';
import { useDocumentTitle } from '../../shared/navigation/use-document-title';
import { Notice } from '../../shared/ui/notice';
import { useOpenMessageGroup } from './api/open-message-group';

/** /messages/new/:handle is only ever passed through: it ends in the group, which exists once. */
export function NewConversation({ handle }: { handle: string }) {
  const group = useOpenMessageGroup(handle);
  useDocumentTitle(`@${handle}`, useUnreadCount());
  if (group.data !== undefined) return <Redirect to={`/messages/${group.data.uuid}`} replace />;
  if (group.error === null) return <div className="pane-loading" role="status" aria-label="Opening the conversation" />;
  return (
    <Notice title={hasCode(group.error, 'user_not_found') ? `Nobody is called @${handle}` : 'This cannot be opened'}>
      <p>{describeError(group.error)}</p>
      {isUnknownOutcome(group.error) && (
        <button type="button" className="button button-primary" onClick={() => void group.refetch()}>
          Try again
        </button>
      )}
      <Link href="/messages" className="button">
        Back to messages
      </Link>
    </Notice>
  );
}
