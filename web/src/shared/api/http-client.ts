import { type ApiProblem, type Fetch, Http, NetworkFailure, type Received, systemClock } from '@cruddur/client';

const whoAmI = 'GET /api/me';
const changePassword = 'PUT /api/me/password';

/** The page's calls, which know that a session can be renewed and can end. */
export class HttpClient extends Http {
  /** Calls that are refused together ask together. */
  private asking: Promise<Received> | null = null;
  /** A change of password that is under way: its answer brings a new cookie. */
  private renewing: Promise<unknown> | null = null;

  constructor(
    fetch: Fetch,
    private readonly onUnauthenticated: () => void,
    /** Somebody else has signed in, as another tab will tell in a moment. */
    private readonly onAnotherUser: () => void,
  ) {
    super({ fetch, clock: systemClock });
  }

  protected override exchange(
    method: string,
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Received> {
    const exchange = super.exchange(method, path, body, headers);
    if (`${method} ${path}` === changePassword) this.renewing = this.untilSettled(exchange);
    return exchange;
  }

  protected override async refusal(call: string, problem: ApiProblem): Promise<Error> {
    if (problem.status !== 401 || problem.code === 'invalid_credentials') return problem;
    if (problem.code === 'another_user') {
      this.onAnotherUser();
      return problem;
    }
    if (await this.mayBeSignedIn(call)) return new NetworkFailure('The session was renewed meanwhile.');
    this.onUnauthenticated();
    return problem;
  }

  /**
   * A change of password renews the cookie, and a call that was under way with the old one is refused though the session
   * goes on. Such a call is not made again here: the new cookie may as well be that of another person.
   */
  private async mayBeSignedIn(refused: string): Promise<boolean> {
    if (this.renewing !== null) await this.renewing;
    else if (refused === whoAmI) return false;
    this.asking ??= super.exchange('GET', '/api/me', undefined).finally(() => {
      this.asking = null;
    });
    return (await this.asking).status !== 401;
  }

  private async untilSettled(exchange: Promise<unknown>): Promise<void> {
    await exchange.catch(() => {});
    this.renewing = null;
  }
}
