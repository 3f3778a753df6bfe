import './message-list.css';
import './message-row.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { plural } from '../../shared/text/plural';
import { Icon } from '../../shared/ui/icon';
import { type MessageActions, MessageRow } from './message-row';
import type { TimelineRow } from './timeline';
import { useFollow } from './use-follow';
import { useHistoryVirtualizer } from './use-history-virtualizer';
import { useRovingMessages } from './use-roving-messages';
import { useSeenMessages } from './use-seen-messages';

/** Older messages are fetched while there are still a few screens of them above. */
const nearTheStart = 1_600;

interface MessageListProps {
  readonly group: string;
  readonly name: string;
  readonly rows: readonly TimelineRow[];
  readonly opening: number;
  /** False while messages from before the opening still come in at the end. */
  readonly caughtUp: boolean;
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  readonly onLoadOlder: () => Promise<void>;
  /** Goes up with every message written here: the writer is taken to it. */
  readonly sentCount: number;
  readonly actions: MessageActions;
  readonly onGoneToEnd: () => void;
}

export function MessageList(props: MessageListProps) {
  const { group, name, rows, opening, caughtUp, hasOlder, loadingOlder, onLoadOlder, sentCount, actions, onGoneToEnd } =
    props;
  const scroller = useRef<HTMLDivElement>(null);
  const [olderFailed, setOlderFailed] = useState(false);
  const { virtualizer, measureRow } = useHistoryVirtualizer(scroller, rows, opening);
  useFollow(scroller, virtualizer, rows, caughtUp);
  const { atEnd, newBelow, look } = useSeenMessages(group, scroller, virtualizer, rows);
  const { onKeyDown, tabStop } = useRovingMessages(scroller, virtualizer, rows);
  const items = virtualizer.getVirtualItems();

  const loadOlder = () => {
    setOlderFailed(false);
    onLoadOlder().catch(() => setOlderFailed(true));
  };
  const onScroll = () => {
    look();
    const top = scroller.current?.scrollTop ?? 0;
    if (top < nearTheStart && hasOlder && !loadingOlder && !olderFailed) loadOlder();
  };

  // A screen taller than the first page, or one that stays at the top, gets no scroll event that would ask for more.
  const firstRendered = items[0]?.index ?? 0;
  useEffect(() => {
    const element = scroller.current;
    if (element === null || !hasOlder || loadingOlder || olderFailed || firstRendered > 0) return;
    const frame = requestAnimationFrame(
      () => element.scrollTop < nearTheStart && onLoadOlder().catch(() => setOlderFailed(true)),
    );
    return () => cancelAnimationFrame(frame);
  }, [hasOlder, loadingOlder, olderFailed, firstRendered, onLoadOlder]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only writing a message takes the writer to the end.
  useLayoutEffect(() => {
    if (sentCount > 0) virtualizer.scrollToEnd();
  }, [sentCount]);

  return (
    <div className="history">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the messages in it. */}
      <div
        ref={scroller}
        className="history-scroller"
        data-testid="message-list"
        onScroll={onScroll}
        onKeyDown={onKeyDown}
      >
        <div className="history-content" style={{ height: virtualizer.getTotalSize() }}>
          <div className="history-start">
            {loadingOlder && <span>Loading older messages…</span>}
            {olderFailed && (
              <button type="button" className="button button-small" onClick={loadOlder}>
                Older messages could not be loaded. Try again
              </button>
            )}
            {!hasOlder && <span>This is where your conversation with {name} begins.</span>}
          </div>
          <ol
            className="history-rows"
            aria-label={`Messages with ${name}`}
            aria-busy={loadingOlder}
            style={{ paddingTop: items[0]?.start ?? 0 }}
          >
            {items.map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              return (
                <li
                  key={item.key}
                  ref={measureRow}
                  data-index={item.index}
                  className="history-row"
                  aria-setsize={hasOlder ? -1 : rows.length}
                  aria-posinset={item.index + 1}
                >
                  <MessageRow row={row} isTabStop={row.key === tabStop} actions={actions} />
                </li>
              );
            })}
          </ol>
        </div>
      </div>
      {!atEnd && (
        <button
          type="button"
          className={newBelow > 0 ? 'new-pill' : 'new-pill new-pill-quiet'}
          data-testid={newBelow > 0 ? 'new-pill' : 'to-end-button'}
          aria-label={
            newBelow > 0 ? `${plural(newBelow, 'new message', 'new messages')}, go to the end` : 'Go to the end'
          }
          onClick={() => {
            virtualizer.scrollToEnd();
            onGoneToEnd();
          }}
        >
          {newBelow > 0 && <span>{newBelow} new</span>}
          <Icon name="down" size={16} />
        </button>
      )}
    </div>
  );
}
