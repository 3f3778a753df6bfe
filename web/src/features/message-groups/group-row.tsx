import { type MessageGroup, needsDecision, type PendingMessage } from '@cruddur/client';
import { memo } from 'react';
import { Link } from 'wouter';
import { useLive } from '../../live/react/live-context';
import { useDraft, useIsTyping, usePending } from '../../live/react/use-live-state';
import { Avatar } from '../../shared/avatar/avatar';
import { plural } from '../../shared/text/plural';
import { RelativeTime } from '../../shared/time/relative-time';
import { preview } from './preview';

interface GroupRowProps {
  readonly group: MessageGroup;
  readonly isOpen: boolean;
  readonly isTabStop: boolean;
}

export const GroupRow = memo(function GroupRow({ group, isOpen, isTabStop }: GroupRowProps) {
  const { me } = useLive();
  const draft = useDraft(group.uuid);
  const isTyping = useIsTyping(group.uuid);
  const undecided = usePending(group.uuid).find(needsDecision);
  const unread = group.unread_count;
  return (
    <li className="group-item">
      <Link
        href={`/messages/${group.uuid}`}
        className={`group-row${unread > 0 ? ' group-row-unread' : ''}`}
        data-testid="group-row"
        data-group-uuid={group.uuid}
        aria-current={isOpen ? 'page' : undefined}
        tabIndex={isTabStop ? 0 : -1}
      >
        <Avatar uuid={group.user_uuid} name={group.display_name} />
        <span className="group-text">
          <span className="group-line">
            <span className="group-name">{group.display_name}</span>
            {group.created_at !== null && <RelativeTime className="group-time" time={group.created_at} />}
          </span>
          <span className="group-line">
            <span className="group-preview">
              {isTyping && (
                <span className="group-typing" aria-hidden="true">
                  typing…
                </span>
              )}
              <span className={isTyping ? 'visually-hidden' : undefined}>
                <PreviewText undecided={undecided} draft={isOpen ? '' : draft} text={preview(group, me.uuid)} />
              </span>
            </span>
            {unread > 0 && (
              <span className="badge" data-testid="unread-badge">
                {unread > 99 ? '99+' : unread}
                <span className="visually-hidden">
                  {' '}
                  {plural(unread, 'unread message', 'unread messages').slice(String(unread).length)}
                </span>
              </span>
            )}
          </span>
        </span>
      </Link>
    </li>
  );
});

interface PreviewTextProps {
  readonly undecided: PendingMessage | undefined;
  readonly draft: string;
  readonly text: string;
}

function PreviewText({ undecided, draft, text }: PreviewTextProps) {
  if (undecided !== undefined) {
    const outcome = undecided.state === 'failed' ? 'Not sent' : 'Not confirmed';
    return <span className="group-undecided">{outcome}. Open to try again.</span>;
  }
  if (draft === '') return text;
  return (
    <>
      <span className="group-draft">Draft: </span>
      {draft}
    </>
  );
}
