/**
 * For a post or reply that is about to go with the focus in it: that goes to the next one, to the one before, or to what they
 * stood under. Somebody who has moved on meanwhile is left where they are.
 */
export function giveFocusOn(from: Element | null): void {
  const item = from?.closest('li');
  if (!item?.contains(document.activeElement)) return;
  const beside = item.nextElementSibling ?? item.previousElementSibling;
  const heir =
    beside?.querySelector('article') ?? item.parentElement?.closest('article') ?? document.querySelector('h1');
  heir?.focus();
}
