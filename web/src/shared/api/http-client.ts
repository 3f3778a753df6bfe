import { NetworkFailure, parseProblem } from './api-problem';

export type Fetch = (address: string, init: RequestInit) => Promise<Response>;

export interface Answer {
  readonly body: unknown;
  /** The address of the next page, from the Link header. */
  readonly next: string | null;
}

/** Longer than the server's own 4 s for a send, so that its answer wins over ours. */
const timeoutInMilliseconds = 15_000;

const whoAmI = 'GET /api/me';
const changePassword = 'PUT /api/me/password';

export class HttpClient {
  /** Calls that are refused together ask together. */
  private asking: Promise<Response> | null = null;
  /** A change of password that is under way: its answer brings a new cookie. */
  private renewing: Promise<unknown> | null = null;

  constructor(
    private readonly fetch: Fetch,
    private readonly onUnauthenticated: () => void,
  ) {}

  async send(method: string, address: string, body?: unknown): Promise<Answer> {
    const exchange = this.exchange(method, address, body);
    if (`${method} ${address}` === changePassword) this.renewing = this.untilSettled(exchange);
    const response = await exchange;
    const content = await this.read(response);
    if (response.ok) {
      return { body: content, next: parseNext(response.headers.get('Link')) };
    }
    const problem = parseProblem(response.status, content, response.headers.get('Retry-After'), Date.now());
    if (problem.status === 401 && problem.code !== 'invalid_credentials') {
      if (await this.mayBeSignedIn(`${method} ${address}`))
        throw new NetworkFailure('The session was renewed meanwhile.');
      this.onUnauthenticated();
    }
    throw problem;
  }

  /**
   * A change of password renews the cookie, and a call that was under way with the old one is refused though the session
   * goes on. Such a call is not made again here: the new cookie may as well be that of another person.
   */
  private async mayBeSignedIn(refused: string): Promise<boolean> {
    if (this.renewing !== null) await this.renewing;
    else if (refused === whoAmI) return false;
    this.asking ??= this.exchange('GET', '/api/me', undefined).finally(() => {
      this.asking = null;
    });
    return (await this.asking).status !== 401;
  }

  private async untilSettled(exchange: Promise<unknown>): Promise<void> {
    await exchange.catch(() => {});
    this.renewing = null;
  }

  private async exchange(method: string, address: string, body: unknown): Promise<Response> {
    const init: RequestInit = {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutInMilliseconds),
      headers: { Accept: 'application/json, application/problem+json' },
    };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { ...init.headers, 'Content-Type': 'application/json' };
    }
    try {
      return await this.fetch(address, init);
    } catch (error) {
      throw new NetworkFailure('No answer.', { cause: error });
    }
  }

  private async read(response: Response): Promise<unknown> {
    if (response.status === 204) return null;
    try {
      return await response.json();
    } catch (error) {
      // A refusal without a problem in it is still a refusal; a success without content tells nothing.
      if (!response.ok) return null;
      throw new NetworkFailure('The answer is not JSON.', { cause: error });
    }
  }
}

export function parseNext(header: string | null): string | null {
  return header === null ? null : (/<([^>]*)>\s*;\s*rel="?next"?/.exec(header)?.[1] ?? null);
}
