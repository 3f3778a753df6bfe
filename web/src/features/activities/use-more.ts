import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useLayoutEffect, useRef } from 'react';

/** A list of posts or replies and the button that brings more: with the last page it goes, and the focus to what it brought. */
export function useMore({ hasNextPage, fetchNextPage }: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'fetchNextPage'>) {
  const list = useRef<HTMLOListElement>(null);
  const before = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (hasNextPage || before.current === null) return;
    const first = list.current?.children[before.current] ?? list.current?.lastElementChild;
    before.current = null;
    if (document.activeElement === document.body) first?.querySelector('article')?.focus();
  }, [hasNextPage]);
  const loadMore = () => {
    before.current = list.current?.children.length ?? null;
    void fetchNextPage();
  };
  return { list, loadMore };
}
