import { createContext, useContext } from 'react';
import type { Me } from '../../shared/session/person';
import type { LiveClient } from '../live-client';

export interface Live {
  readonly client: LiveClient;
  readonly me: Me;
}

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('This page is for people who are signed in: put it inside the LiveProvider.');
  return live;
}
