import { type ReactNode, useRef } from 'react';
import { usePlace } from '../navigation/use-place';

/** The heading of a page, at which it begins for whoever comes to it. */
export function PageTitle({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePlace(heading);
  return (
    <h1 ref={heading} className="page-title" tabIndex={-1}>
      {children}
    </h1>
  );
}
