/** What the browser knows about the person in front of the page. */
export interface PageState {
  isVisible(): boolean;
  isFocused(): boolean;
  isOnline(): boolean;
  subscribe(listener: () => void): () => void;
}

/** A message counts as read only with both. */
export function hasAttention(page: PageState): boolean {
  return page.isVisible() && page.isFocused();
}

export const browserPageState: PageState = {
  isVisible: () => document.visibilityState === 'visible',
  isFocused: () => document.hasFocus(),
  isOnline: () => navigator.onLine,
  subscribe(listener) {
    const onWindow = ['focus', 'blur', 'online', 'offline', 'pageshow'];
    document.addEventListener('visibilitychange', listener);
    for (const event of onWindow) window.addEventListener(event, listener);
    return () => {
      document.removeEventListener('visibilitychange', listener);
      for (const event of onWindow) window.removeEventListener(event, listener);
    };
  },
};
