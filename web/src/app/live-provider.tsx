import {
  browserLocks,
  createMessagingApi,
  EventStream,
  IndexedDbOutboxStorage,
  newUuid,
  systemClock,
} from '@cruddur/client';
import { type ReactNode, useEffect, useState } from 'react';
import { LiveClient } from '../live/live-client';
import { browserPageState } from '../live/page-state';
import { LiveContext } from '../live/react/live-context';
import { SharedSource } from '../live/source/shared-source';
import { browserTabs, noTabs } from '../live/source/tabs';
import { announcer } from '../shared/announcer/announcer';
import { http, tellUnauthenticated } from '../shared/api/http';
import type { Me } from '../shared/session/person';
import { BrowserStorage } from '../shared/storage/key-value-storage';

function createClient(me: Me): LiveClient {
  // Until this tab hears that another person has signed in, the cookie is theirs already.
  const calls = http.actingAs(me.uuid);
  const api = createMessagingApi(calls);
  const source = new SharedSource({
    me: me.uuid,
    tab: newUuid(),
    tabs: browserTabs() ?? noTabs,
    clock: systemClock,
    openStream: (from, onState) =>
      new EventStream(
        {
          http: calls,
          api,
          me: async () => me.uuid,
          clock: systemClock,
          random: Math.random,
          network: browserPageState,
          onState,
        },
        from,
      ),
  });
  return new LiveClient({
    me: me.uuid,
    api,
    source,
    storage: new BrowserStorage(),
    outboxStorage: new IndexedDbOutboxStorage(`cruddur.outbox.${me.uuid}`),
    locks: browserLocks(),
    clock: systemClock,
    page: browserPageState,
    random: Math.random,
    newUuid,
    onNewMessages: (count) => announcer.countNewMessages(count),
    onLeftToPerson: (reason) => announcer.say('assertive', reason),
    onSignedOut: tellUnauthenticated,
  });
}

/** One live client for the person who is signed in; give it their uuid as key. */
export function LiveProvider({ me, children }: { me: Me; children: ReactNode }) {
  const [client] = useState(() => createClient(me));
  useEffect(() => {
    client.start();
    return () => client.stop();
  }, [client]);
  return <LiveContext value={{ client, me }}>{children}</LiveContext>;
}
