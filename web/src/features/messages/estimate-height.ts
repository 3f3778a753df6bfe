import type { TimelineRow } from './timeline';

const lineHeight = 22;

/** A guess until the row is on the screen and measured: near enough that the scroll bar does not jump about. */
export function estimateHeight(row: TimelineRow | undefined, width: number): number {
  if (row === undefined) return 0;
  const charactersPerLine = Math.max(16, (Math.min(width, 860) * 0.72 - 28) / 7.4);
  const lines = row.text
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / charactersPerLine)), 0);
  return (
    lines * lineHeight +
    16 +
    (row.beginsRun ? 12 : 3) +
    (row.endsRun ? 20 : 0) +
    (row.beginsDay ? 56 : 0) +
    (row.beginsUnread ? 40 : 0) +
    (row.state === 'failed' || row.state === 'unconfirmed' ? 60 : 0)
  );
}
