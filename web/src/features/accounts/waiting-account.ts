import { useHistoryState } from 'wouter/use-browser-location';
import type { Credentials } from './api/create-session';

/** What one page of signing in hands to the next: in the history, so that it is there after a reload. */
export interface WaitingAccount {
  readonly login: string;
  /** Where the code went, as far as the server tells. */
  readonly sentTo?: string | null;
}

/** Null for somebody who came to the page by its address. */
export function useWaitingAccount(): WaitingAccount | null {
  const state = useHistoryState<Partial<WaitingAccount> | null>();
  return typeof state?.login === 'string' ? { login: state.login, sentTo: state.sentTo ?? null } : null;
}

let typed: Credentials | null = null;

/** What was just typed, to sign in with once the account is confirmed. In memory only: no password is written down. */
export const typedCredentials = {
  keep(credentials: Credentials): void {
    typed = credentials;
  },
  of(login: string): Credentials | null {
    return typed?.login === login ? typed : null;
  },
  forget(): void {
    typed = null;
  },
};
