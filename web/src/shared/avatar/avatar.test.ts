import { describe, expect, it } from 'vitest';
import { avatarColour, avatarColours } from './avatar-colour';
import { initials } from './initials';

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

describe('an avatar', () => {
  it.each(avatarColours)('can be read on %s', (colour) => {
    expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThanOrEqual(4.5);
  });

  it('has the same colour for the same person, and not one for all', () => {
    expect(avatarColour('7c9e')).toBe(avatarColour('7c9e'));
    const colours = new Set(Array.from({ length: 200 }, (_, at) => avatarColour(`user-${at}`)));
    expect(colours.size).toBe(avatarColours.length);
  });

  it.each([
    ['Alice Adams', 'AA'],
    ['cléo', 'C'],
    ['  Jean  Luc de Vries ', 'JV'],
    ['👨‍👩‍👧‍👦 Family', '👨‍👩‍👧‍👦F'],
    ['', ''],
  ])('of %j says %s', (name, expected) => {
    expect(initials(name)).toBe(expected);
  });
});
