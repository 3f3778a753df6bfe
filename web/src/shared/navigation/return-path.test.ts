import { describe, expect, it } from 'vitest';
import { safeReturnPath, signInPath, signUpPath } from './return-path';

describe('a return path', () => {
  it.each(['/', '/messages/abc', '/settings', '/@bob', '/messages/abc?x=1#y'])('%s is followed', (path) => {
    expect(safeReturnPath(path)).toBe(path);
  });

  it.each([
    null,
    '',
    'messages',
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    '/\t/elsewhere.example',
    '/.//elsewhere.example',
    'javascript:alert(1)',
    '/sign-in?return_to=/sign-in',
    '/sign-up',
  ])('%j leads to the messages', (path) => {
    expect(safeReturnPath(path)).toBe('/messages');
  });

  it('is kept in the address of the sign-in page', () => {
    expect(signInPath('/messages/abc')).toBe('/sign-in?return_to=%2Fmessages%2Fabc');
    expect(signInPath('/messages')).toBe('/sign-in');
    expect(signUpPath('/@bob')).toBe('/sign-up?return_to=%2F%40bob');
  });
});
