import './conversation.css';
import type { PendingMessage } from '@cruddur/client';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useLive } from '../../live/react/live-context';
import { useInbox, useMessageLog, usePending } from '../../live/react/use-live-state';
import { describeError } from '../../shared/api/describe-error';
import { Avatar } from '../../shared/avatar/avatar';
import { useDocumentTitle } from '../../shared/navigation/use-document-title';
import { hasKeyboard } from '../../shared/ui/has-keyboard';
import { Notice } from '../../shared/ui/notice';
import { Composer } from './composer';
import { ConversationHeader } from './conversation-header';
import { MessageList } from './message-list';
import { buildTimeline } from './timeline';
import { TypingLine } from './typing-line';

export function Conversation({ group: uuid }: { group: string }) {
  const { client, me } = useLive();
  const log = useMessageLog(uuid);
  const pending = usePending(uuid);
  const inbox = useInbox();
  const [editing, setEditing] = useState<PendingMessage | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const [sentCount, setSentCount] = useState(0);
  useEffect(() => client.open(uuid), [client, uuid]);

  const otherReadSeq = log.group?.other_read_seq ?? 0;
  const rows = useMemo(
    () => buildTimeline(log.messages, pending, { me: me.uuid, unreadFrom: log.unreadFrom, otherReadSeq }),
    [log.messages, pending, me.uuid, log.unreadFrom, otherReadSeq],
  );
  // For whoever pressed a button that is gone thereby.
  const focusBox = useCallback(() => {
    if (hasKeyboard()) box.current?.focus();
  }, []);
  const loadOlder = useCallback(() => client.log(uuid).loadOlder(), [client, uuid]);
  const actions = useMemo(
    () => ({
      onRetry: (message: PendingMessage) => {
        void client.outbox.retry(message);
        focusBox();
      },
      onEdit: setEditing,
      onDelete: (message: PendingMessage) => {
        client.outbox.discard(message);
        setEditing((edited) => (edited?.uuid === message.uuid ? null : edited));
        focusBox();
      },
    }),
    [client, focusBox],
  );

  const person = client.correspondent(uuid) ?? null;
  useDocumentTitle(person?.display_name ?? 'Messages', inbox.unreadCount);
  if (log.status === 'missing') {
    return (
      <Notice title="This conversation is not here">
        <p>It does not exist, or you are not part of it.</p>
        <Link href="/messages" className="button">
          Back to messages
        </Link>
      </Notice>
    );
  }
  return (
    <>
      <ConversationHeader person={person} />
      {log.status === 'loading' && <div className="pane-loading" role="status" aria-label="Loading messages" />}
      {log.status === 'failed' && (
        <Notice title="These messages are not here yet">
          <p>{describeError(log.error)}</p>
          <button type="button" className="button" onClick={() => client.tryAgain()}>
            Try again
          </button>
        </Notice>
      )}
      {log.status !== 'loading' && person !== null && (
        <>
          {rows.length === 0 && log.status === 'ready' && (
            <Notice
              title={`Say hello to ${person.display_name}`}
              art={<Avatar uuid={person.user_uuid} name={person.display_name} size="large" />}
            >
              <p>Nothing has been said yet. The first message is yours.</p>
            </Notice>
          )}
          {rows.length > 0 && (
            <MessageList
              group={uuid}
              name={person.display_name}
              rows={rows}
              opening={log.opening}
              caughtUp={log.caughtUp}
              hasOlder={log.status === 'failed' || (log.messages[0]?.seq ?? 1) > 1}
              loadingOlder={log.loadingOlder}
              onLoadOlder={loadOlder}
              sentCount={sentCount}
              actions={actions}
              onGoneToEnd={focusBox}
            />
          )}
          <TypingLine group={uuid} name={person.display_name} />
          <Composer
            box={box}
            group={uuid}
            name={person.display_name}
            editing={editing}
            onEdit={setEditing}
            onSent={() => setSentCount((count) => count + 1)}
          />
        </>
      )}
    </>
  );
}
