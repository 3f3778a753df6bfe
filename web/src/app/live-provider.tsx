import { type ReactNode, useEffect, useState } from 'react';
import { createLiveApi } from '../live/api/live-api';
import { LiveClient } from '../live/live-client';
import { browserPageState } from '../live/page-state';
import { Poller } from '../live/poller';
import { LiveContext } from '../live/react/live-context';
import { announcer } from '../shared/announcer/announcer';
import { http } from '../shared/api/http';
import { systemClock } from '../shared/clock/clock';
import type { Me } from '../shared/session/person';
import { BrowserStorage } from '../shared/storage/key-value-storage';

function createClient(me: Me): LiveClient {
  return new LiveClient({
    me: me.uuid,
    api: createLiveApi(http),
    transport: new Poller(systemClock, browserPageState, Math.random),
    storage: new BrowserStorage(),
    clock: systemClock,
    page: browserPageState,
    random: Math.random,
    newUuid: () => newUuid(),
    onNewMessages: (count) => announcer.countNewMessages(count),
    onLeftToPerson: (reason) => announcer.say('assertive', reason),
  });
}

/** randomUUID needs a secure context, which a box on a home network reached over http is not. */
function newUuid(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
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
