import type { MessageGroup, Observable, PendingMessage } from '@cruddur/client';
import { useMemo, useSyncExternalStore } from 'react';
import type { InboxSnapshot } from '../inbox';
import { listGroups } from '../listed-groups';
import type { LogSnapshot } from '../message-log';
import type { ConnectionState } from '../model';
import { useLive } from './live-context';

function useObservable<Snapshot, Selected>(
  observable: Observable<Snapshot>,
  select: (snapshot: Snapshot) => Selected,
): Selected {
  return useSyncExternalStore(observable.subscribe, () => select(observable.getSnapshot()));
}

export function useInbox(): InboxSnapshot {
  return useObservable(useLive().client.inbox, (inbox) => inbox);
}

/** The rows of the list: the inbox, and what has something unsent in it. */
export function useListedGroups(): readonly MessageGroup[] {
  const { client, me } = useLive();
  const inbox = useInbox();
  const pending = useObservable(client.outbox, (queues) => queues);
  // Which groups have one, not what it says: the list is not drawn anew with every letter.
  const drafted = useObservable(client.drafts, (drafts) => [...drafts.keys()].join(' '));
  return useMemo(() => {
    const uuids = drafted.split(' ').filter((uuid) => uuid !== '');
    return listGroups(me.uuid, inbox, pending, uuids, (group) => client.correspondent(group));
  }, [client, me.uuid, inbox, pending, drafted]);
}

export function useUnreadCount(): number {
  return useObservable(useLive().client.inbox, (inbox) => inbox.unreadCount);
}

export function useConnection(): ConnectionState {
  return useObservable(useLive().client.connection, (state) => state);
}

export function useMessageLog(group: string): LogSnapshot {
  return useObservable(useLive().client.log(group), (log) => log);
}

const nothingPending: readonly PendingMessage[] = [];

export function usePending(group: string): readonly PendingMessage[] {
  return useObservable(useLive().client.outbox, (pending) => pending.get(group) ?? nothingPending);
}

/** Those of every tab. */
export function useUnsentCount(): number {
  const { outbox } = useLive().client;
  return useObservable(outbox, () => outbox.count());
}

export function useIsTyping(group: string): boolean {
  return useObservable(useLive().client.typing, (typing) => typing.has(group));
}

export function useDraft(group: string): string {
  return useObservable(useLive().client.drafts, (drafts) => drafts.get(group)?.text ?? '');
}
