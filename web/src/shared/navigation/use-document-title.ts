import { useEffect } from 'react';

/** "(3) Bob Harris · Cruddur". */
export function useDocumentTitle(title: string, unreadCount = 0): void {
  useEffect(() => {
    const count = unreadCount > 0 ? `(${unreadCount}) ` : '';
    document.title = `${count}${title} · Cruddur`;
  }, [title, unreadCount]);
}
