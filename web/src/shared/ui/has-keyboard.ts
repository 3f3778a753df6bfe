/** Where there is none, a focused text box covers half of the page with one. */
export function hasKeyboard(): boolean {
  return matchMedia('(pointer: fine)').matches;
}
