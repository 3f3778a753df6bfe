import { useEffect } from 'react';

/** "(3) Bob Harris · Cruddur", and a dot on the icon. */
export function useDocumentTitle(title: string, unreadCount = 0): void {
  useEffect(() => {
    const count = unreadCount > 0 ? `(${unreadCount}) ` : '';
    document.title = `${count}${title} · Cruddur`;
    const icon = document.querySelector('link[rel=icon]');
    icon?.setAttribute('href', unreadCount > 0 ? '/favicon-unread.svg' : '/favicon.svg');
  }, [title, unreadCount]);
}
