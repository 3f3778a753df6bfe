import { HttpClient } from './http-client';

let unauthenticated: () => void = () => {};

/** Called whenever the server no longer knows who is calling. */
export function onUnauthenticated(handler: () => void): void {
  unauthenticated = handler;
}

/** For what hears of it another way than by a call of this tab. */
export function tellUnauthenticated(): void {
  unauthenticated();
}

let anotherUser: () => void = () => {};

/** Called when a call for one person met the cookie of another. */
export function onAnotherUser(handler: () => void): void {
  anotherUser = handler;
}

/** The page's own connection to its server. */
export const http = new HttpClient(
  (address, init) => fetch(address, init),
  tellUnauthenticated,
  () => anotherUser(),
);
