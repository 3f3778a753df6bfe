/** A key that belongs to an input method; 229 is what Safari reports for the Enter that accepts a candidate. */
export function isForInputMethod(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
