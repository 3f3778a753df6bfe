import { countGraphemes } from '../../shared/text/graphemes';

export const longestMessage = 1024;
const mostBytes = 8192;
/** From here on the person is shown what is left. */
const nearTheLimit = 100;

export interface MessageLimits {
  /** Negative when it is too long; null while there is no need to look. */
  readonly remaining: number | null;
  readonly blank: boolean;
  readonly refusal: string | null;
}

export function checkMessage(text: string): MessageLimits {
  const trimmed = text.trim();
  const blank = trimmed === '';
  // A character is at least one code unit, so a short text needs no counting.
  if (trimmed.length <= longestMessage - nearTheLimit) return { remaining: null, blank, refusal: null };
  const remaining = longestMessage - countGraphemes(trimmed);
  const bytes = new TextEncoder().encode(trimmed).length;
  return {
    remaining: remaining <= nearTheLimit ? remaining : null,
    blank,
    refusal: refusal(remaining, bytes),
  };
}

function refusal(remaining: number, bytes: number): string | null {
  if (remaining < 0) return `Too long by ${-remaining}. Shorten it to send it.`;
  if (bytes > mostBytes) return 'These characters take too much room. Send the message in parts.';
  return null;
}
