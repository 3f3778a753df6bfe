const home = '/messages';

/** Where to go after signing in: only a path of this site, so that no link can send a person elsewhere. */
export function safeReturnPath(wanted: string | null): string {
  if (wanted === null || !wanted.startsWith('/') || hasControlCharacters(wanted)) return home;
  let address: URL;
  try {
    // Resolved as the browser would: "//host", "/\host" and "/\t/host" all leave the site.
    address = new URL(wanted, 'https://here.invalid');
  } catch {
    return home;
  }
  if (address.origin !== 'https://here.invalid' || address.pathname.startsWith('//')) return home;
  if (['/sign-in', '/sign-up', '/confirm', '/forgot', '/reset'].includes(address.pathname)) return home;
  return address.pathname + address.search + address.hash;
}

export function signInPath(from: string): string {
  return leadingBack('/sign-in', from);
}

export function signUpPath(from: string): string {
  return leadingBack('/sign-up', from);
}

function leadingBack(page: string, from: string): string {
  const target = safeReturnPath(from);
  return target === home ? page : `${page}?return_to=${encodeURIComponent(target)}`;
}

function hasControlCharacters(text: string): boolean {
  return [...text].some((character) => character.charCodeAt(0) < 32);
}
