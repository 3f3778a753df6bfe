import { describe, expect, it } from 'vitest';
import { checkMessage, longestMessage } from './message-limits';

const family = '👨‍👩‍👧‍👦';

describe('a message', () => {
  it('says nothing while there is plenty left', () => {
    expect(checkMessage('x'.repeat(923))).toEqual({ remaining: null, blank: false, refusal: null });
  });

  it('says what is left near the limit', () => {
    expect(checkMessage('x'.repeat(1000)).remaining).toBe(24);
    expect(checkMessage('x'.repeat(longestMessage))).toEqual({ remaining: 0, blank: false, refusal: null });
  });

  it('is refused over the limit', () => {
    const { remaining, refusal } = checkMessage('x'.repeat(longestMessage + 6));
    expect(remaining).toBe(-6);
    expect(refusal).toContain('6');
  });

  it('is counted as a person counts', () => {
    expect(checkMessage(`${'é'.repeat(1000)}${family}`).remaining).toBe(23);
    expect(checkMessage('é'.normalize('NFD').repeat(1024)).refusal).toBeNull();
  });

  it('is refused when its characters take too much room', () => {
    expect(checkMessage(family.repeat(400)).refusal).not.toBeNull();
  });

  it('of spaces alone is blank', () => {
    expect(checkMessage(' \n\t ').blank).toBe(true);
  });
});
