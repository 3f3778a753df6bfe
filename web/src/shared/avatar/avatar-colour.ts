/** Backgrounds for white initials: each at least 4.5 to 1 against white (a test holds them to it). */
export const avatarColours = [
  '#8a3d78',
  '#6d4bb0',
  '#4556b5',
  '#2a6697',
  '#1f6f74',
  '#2d7050',
  '#556b1f',
  '#8a5a12',
  '#a34a22',
  '#a83a4a',
  '#7b4a3c',
  '#5d5a6e',
] as const;

/** The same person has the same colour on every device: it depends on the uuid alone (FNV-1a). */
export function avatarColour(uuid: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < uuid.length; index++) {
    hash = Math.imul(hash ^ uuid.charCodeAt(index), 0x01000193);
  }
  return avatarColours[(hash >>> 0) % avatarColours.length] ?? avatarColours[0];
}
