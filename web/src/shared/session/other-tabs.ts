const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('cruddur.session');

/**
 * The cookie is one for all tabs. A tab that goes on as the person before would send their messages in the name of the
 * next, so each tells the others when somebody signs in or out.
 */
export function tellOtherTabs(): void {
  channel?.postMessage('session changed');
}

export function onOtherTab(listener: () => void): void {
  channel?.addEventListener('message', listener);
}
