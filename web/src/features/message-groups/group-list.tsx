import './group-list.css';
import { type RefObject, type UIEvent, useEffect, useRef, useState } from 'react';
import { useLive } from '../../live/react/live-context';
import { useInbox, useListedGroups } from '../../live/react/use-live-state';
import { Notice } from '../../shared/ui/notice';
import { GroupRow } from './group-row';
import { moveThroughRows } from './move-through-rows';

const nearTheEnd = 400;
/** So many rows more whenever the end comes near: there is no cap, but thousands are not drawn at once. */
const step = 50;

interface GroupListProps {
  readonly openGroup: string | null;
  readonly onFind: () => void;
}

export function GroupList({ openGroup, onFind }: GroupListProps) {
  const { client } = useLive();
  const [shown, setShown] = useState(step);
  const inbox = useInbox();
  const groups = useListedGroups();
  const [focused, setFocused] = useState<string | null>(null);
  const tabStop = [focused, openGroup].find((uuid) => groups.some((group) => group.uuid === uuid));

  const list = useFollowOpenGroup(openGroup);

  const onScroll = (event: UIEvent<HTMLElement>) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    if (scrollHeight - scrollTop - clientHeight < nearTheEnd) setShown((count) => count + step);
  };

  return (
    <nav
      ref={list}
      className="group-list"
      data-testid="group-list"
      aria-label="Conversations"
      aria-busy={inbox.status === 'loading'}
      onScroll={onScroll}
      onKeyDown={moveThroughRows}
      onFocus={(event) => setFocused(event.target.getAttribute('data-group-uuid') ?? focused)}
    >
      {inbox.status === 'loading' && <GroupSkeletons />}
      {inbox.status === 'failed' && (
        <Notice title="Your conversations are not here yet">
          <p>Cruddur cannot be reached. Check your connection and try again.</p>
          <button type="button" className="button" onClick={() => client.tryAgain()}>
            Try again
          </button>
        </Notice>
      )}
      {inbox.status === 'ready' && groups.length === 0 && (
        <Notice title="No conversations yet">
          <p>Find somebody by name or handle and say hello.</p>
          <button type="button" className="button button-primary" onClick={onFind}>
            Find people
          </button>
        </Notice>
      )}
      {groups.length > 0 && (
        <ul className="group-rows">
          {groups.slice(0, shown).map((group, index) => (
            <GroupRow
              key={group.uuid}
              group={group}
              isOpen={group.uuid === openGroup}
              isTabStop={tabStop === undefined ? index === 0 : group.uuid === tabStop}
            />
          ))}
        </ul>
      )}
    </nav>
  );
}

/** Keeps the row of the open group in sight, and gives the focus back to it when the group is closed. */
function useFollowOpenGroup(openGroup: string | null): RefObject<HTMLElement | null> {
  const list = useRef<HTMLElement>(null);
  const before = useRef(openGroup);
  useEffect(() => {
    const closed = openGroup === null ? before.current : null;
    before.current = openGroup;
    const uuid = openGroup ?? closed;
    if (uuid === null) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-group-uuid="${CSS.escape(uuid)}"]`);
    row?.scrollIntoView({ block: 'nearest' });
    if (closed !== null && document.activeElement === document.body) row?.focus();
  }, [openGroup]);
  return list;
}

function GroupSkeletons() {
  return (
    <div aria-hidden="true">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <div key={key} className="group-skeleton">
          <span className="skeleton skeleton-avatar" />
          <span className="skeleton-lines">
            <span className="skeleton skeleton-line" />
            <span className="skeleton skeleton-line skeleton-line-long" />
          </span>
        </div>
      ))}
    </div>
  );
}
