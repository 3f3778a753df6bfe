import { memo } from 'react';
import { Link } from 'wouter';
import type { MessageGroup } from '../../live/model';
import { useLive } from '../../live/react/live-context';
import { useDraft, usePending } from '../../live/react/use-live-state';
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
  const failed = usePending(group.uuid).some((pending) => pending.state === 'failed');
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
              <PreviewText failed={failed} draft={isOpen ? '' : draft} text={preview(group, me.uuid)} />
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

function PreviewText({ failed, draft, text }: { failed: boolean; draft: string; text: string }) {
  if (failed) return <span className="group-failed">Not sent. Open to try again.</span>;
  if (draft === '') return text;
  return (
    <>
      <span className="group-draft">Draft: </span>
      {draft}
    </>
  );
}
