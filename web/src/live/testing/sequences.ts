import type { AlicesBrowser } from './alices-browser';

/** Those of the messages that are shown. */
export const seqs = (browser: AlicesBrowser) => browser.log.messages.map((it) => it.seq);

export const oneTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, at) => first + at);
