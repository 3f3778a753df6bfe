import { expect, it } from 'vitest';
import { countGraphemes } from './graphemes';

it.each([
  ['', 0],
  ['hello', 5],
  ['e\u0301', 1],
  ['👨‍👩‍👧‍👦', 1],
  ['🇩🇪🇫🇷', 2],
  ['a\r\nb', 3],
])('%j has %d characters', (text, count) => {
  expect(countGraphemes(text)).toBe(count);
});
