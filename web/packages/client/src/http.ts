import { type ApiProblem, NetworkFailure, parseProblem } from './api-problem.ts';
import type { Clock } from './clock.ts';

export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

export interface Answer {
  readonly body: unknown;
  /** The address of the next page, from the Link header. */
  readonly next: string | null;
}

/** An answer, read to its end. */
export interface Received {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface HttpOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** The server, as in `https://chat.example.org`; empty for the one that the page came from. */
  readonly baseUrl?: string;
  readonly token?: Token | undefined;
}

/**
 * An access token, or what to ask for one before each call, and again with the one that was refused; without it the
 * browser's cookie speaks.
 */
export type Token = string | ((refused?: string) => string | Promise<string>);

/** Longer than the server's own 4 s for a send, so that its answer wins over ours. */
const timeoutInMilliseconds = 15_000;

/** Calls of the server: JSON there and back, and refusals as typed errors. */
export interface Calls {
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** An answer whose body comes for as long as it is read. Its time is the reader's to watch. */
  open(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response>;
}

/** The calls of whoever the cookie or the token says. */
export class Http implements Calls {
  constructor(protected readonly options: HttpOptions) {}

  /** The calls of one person alone: refused (401 `another_user`) when the cookie is somebody else's by now. */
  actingAs(user: string): Calls {
    const meant = { 'Cruddur-User': user };
    return {
      send: (method, path, body) => this.send(method, path, body, meant),
      open: (path, headers, signal) => this.open(path, { ...headers, ...meant }, signal),
    };
  }

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.settle(`${method} ${path}`, await this.exchange(method, path, body, headers));
  }

  async open(path: string, headers: Record<string, string>, signal: AbortSignal): Promise<Response> {
    const response = await this.call(path, { method: 'GET', headers, signal });
    if (!response.ok) await this.settle(`GET ${path}`, await receive(response));
    return response;
  }

  protected async exchange(
    method: string,
    path: string,
    body: unknown,
    more: Record<string, string> = {},
  ): Promise<Received> {
    const timeout = new AbortController();
    const timer = this.options.clock.setTimeout(() => timeout.abort(), timeoutInMilliseconds);
    const init: RequestInit = { method, signal: timeout.signal, headers: { Accept: 'application/json', ...more } };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { ...init.headers, 'Content-Type': 'application/json' };
    }
    try {
      // To its end within the time: a body that never comes is no answer.
      return await receive(await this.call(path, init));
    } finally {
      this.options.clock.clearTimeout(timer);
    }
  }

  /** What a refusal is to be taken for. */
  protected async refusal(_call: string, problem: ApiProblem): Promise<Error> {
    return problem;
  }

  private async settle(call: string, response: Received): Promise<Answer> {
    const body = parseBody(response);
    if (response.ok) return { body, next: parseNext(response.headers.get('Link')) };
    const retryAfter = response.headers.get('Retry-After');
    throw await this.refusal(call, parseProblem(response.status, body, retryAfter, this.options.clock.now()));
  }

  private async call(path: string, init: RequestInit): Promise<Response> {
    try {
      const bearer = await this.bearer();
      const response = await this.fetch(path, init, bearer);
      if (response.status !== 401 || bearer === undefined) return response;
      // Refused before anything was done, so it may be made again.
      const renewed = await this.bearer(bearer);
      return renewed === bearer ? response : await this.fetch(path, init, renewed);
    } catch (error) {
      throw new NetworkFailure('No answer.', { cause: error });
    }
  }

  private async bearer(refused?: string): Promise<string | undefined> {
    const { token } = this.options;
    return typeof token === 'function' ? token(refused) : token;
  }

  private fetch(path: string, init: RequestInit, bearer: string | undefined): Promise<Response> {
    const { fetch, baseUrl = '' } = this.options;
    const headers: Record<string, string> = { ...(init.headers as Record<string, string>) };
    if (bearer !== undefined) headers.Authorization = `Bearer ${bearer}`;
    const credentials = bearer === undefined ? 'same-origin' : 'omit';
    return fetch(baseUrl.replace(/\/+$/, '') + path, { ...init, headers, credentials, cache: 'no-store' });
  }
}

async function receive(response: Response): Promise<Received> {
  const { ok, status, headers } = response;
  try {
    return { ok, status, headers, text: await response.text() };
  } catch (error) {
    throw new NetworkFailure('The answer broke off.', { cause: error });
  }
}

function parseBody({ ok, status, text }: Received): unknown {
  if (status === 204 || (status === 202 && text === '')) return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    // A refusal without a problem in it is still a refusal; a success without content tells nothing.
    if (!ok) return null;
    throw new NetworkFailure('The answer is not JSON.', { cause: error });
  }
}

export function parseNext(header: string | null): string | null {
  return header === null ? null : (/<([^>]*)>\s*;\s*rel="?next"?/.exec(header)?.[1] ?? null);
}
