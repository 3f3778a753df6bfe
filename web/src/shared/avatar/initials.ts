const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function firstCharacter(word: string): string {
  for (const { segment } of segmenter.segment(word)) return segment.toLocaleUpperCase();
  return '';
}

/** The first letters of the first and the last word. */
export function initials(displayName: string): string {
  const words = displayName.trim().split(/\s+/);
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return firstCharacter(first) + firstCharacter(last);
}
