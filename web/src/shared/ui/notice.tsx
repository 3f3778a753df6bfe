import type { ReactNode } from 'react';

/** A full-pane state: empty, failed, missing. */
export function Notice({ title, children, art }: { title: string; children?: ReactNode; art?: ReactNode }) {
  return (
    <div className="notice">
      {art}
      <h2>{title}</h2>
      {children}
    </div>
  );
}
