import { ApiProblem, type Fetch, isUnknownOutcome, NetworkFailure, parseNext, parseRetryAfter } from '@cruddur/client';
import { describe, expect, it, vi } from 'vitest';
import { describeError } from './describe-error';
import { HttpClient } from './http-client';

function clientFor(answer: Fetch) {
  const onUnauthenticated = vi.fn();
  const onAnotherUser = vi.fn();
  return { client: new HttpClient(answer, onUnauthenticated, onAnotherUser), onUnauthenticated, onAnotherUser };
}

function answering(status: number, body: unknown, headers: Record<string, string> = {}): Fetch {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return async () => new Response(text, { status, headers });
}

const failureOf = (answer: Fetch) =>
  clientFor(answer)
    .client.send('GET', '/api/me')
    .catch((error: unknown) => error);

describe('an answer', () => {
  it('is its body and the address of the next page', async () => {
    const { client } = clientFor(answering(200, [1], { Link: '</api/things?cursor=abc>; rel="next"' }));
    expect(await client.send('GET', '/api/things')).toEqual({ body: [1], next: '/api/things?cursor=abc' });
  });

  it('may be empty', async () => {
    const { client } = clientFor(async () => new Response(null, { status: 204 }));
    expect((await client.send('DELETE', '/api/session')).body).toBeNull();
    const accepted = clientFor(async () => new Response(null, { status: 202 })).client;
    expect((await accepted.send('POST', '/api/password/forgot', {})).body).toBeNull();
  });

  it('that is no JSON is no answer: something on the way gave it', async () => {
    expect(await failureOf(answering(200, '<html>Log in to this network</html>'))).toBeInstanceOf(NetworkFailure);
  });
});

describe('a refusal', () => {
  it('is read from its problem details', async () => {
    const body = {
      title: 'The message is too long.',
      status: 422,
      detail: 'Shorten it by 6.',
      code: 'message_exceed_max_chars',
      errors: { message: [{ code: 'message_exceed_max_chars', detail: 'Too long.' }] },
    };
    const error = await failureOf(answering(422, body));
    expect(error).toMatchObject({
      status: 422,
      code: 'message_exceed_max_chars',
      detail: 'Shorten it by 6.',
      fields: { message: 'Too long.' },
      retryAfterSeconds: null,
    });
    expect(isUnknownOutcome(error)).toBe(false);
    expect(describeError(error)).toBe('Shorten it by 6.');
  });

  it('carries the end of the log', async () => {
    const error = await failureOf(answering(409, { code: 'resync_required', last_seq: 912 }));
    expect(error).toMatchObject({ code: 'resync_required', lastSeq: 912 });
  });

  it('without a problem in it is still told', async () => {
    const error = await failureOf(answering(502, '<html>Bad gateway</html>'));
    expect(error).toBeInstanceOf(ApiProblem);
    expect(error).toMatchObject({ status: 502, code: 'unknown' });
    expect(isUnknownOutcome(error)).toBe(true);
  });

  it('with a time to wait says how long', async () => {
    const error = await failureOf(answering(503, { code: 'busy' }, { 'Retry-After': '3' }));
    expect(error).toMatchObject({ retryAfterSeconds: 3 });
    expect(isUnknownOutcome(error)).toBe(true);
  });
});

describe('nobody signed in', () => {
  it('is told to the page', async () => {
    const { client, onUnauthenticated } = clientFor(answering(401, { code: 'unauthenticated' }));
    await client.send('GET', '/api/message_groups').catch(() => {});
    expect(onUnauthenticated).toHaveBeenCalledOnce();
  });

  it('is not what the refusal of an old cookie means while a new one holds', async () => {
    const asked: string[] = [];
    const { client, onUnauthenticated } = clientFor(async (address) => {
      asked.push(address);
      return address === '/api/me'
        ? Response.json({ uuid: 'alice-uuid' })
        : Response.json({ code: 'unauthenticated' }, { status: 401 });
    });
    const refusals = await Promise.allSettled([client.send('GET', '/api/a'), client.send('PUT', '/api/b', {})]);
    expect(refusals.map((it) => it.status === 'rejected' && isUnknownOutcome(it.reason))).toEqual([true, true]);
    expect(asked).toEqual(['/api/a', '/api/b', '/api/me']);
    expect(onUnauthenticated).not.toHaveBeenCalled();
  });

  it('is asked only after a change of password that is under way has brought its cookie', async () => {
    let bringCookie = () => {};
    let renewed = false;
    const { client, onUnauthenticated } = clientFor(async (address, init) => {
      if (init.method === 'PUT') {
        await new Promise<void>((resolve) => {
          bringCookie = resolve;
        });
        renewed = true;
        return new Response(null, { status: 204 });
      }
      return new Response('{}', { status: renewed && address === '/api/me' ? 200 : 401 });
    });
    const changing = client.send('PUT', '/api/me/password', {});
    const polls = Promise.allSettled([client.send('GET', '/api/message_groups'), client.send('GET', '/api/me')]);
    await new Promise((resolve) => setTimeout(resolve));
    bringCookie();
    await changing;
    for (const poll of await polls) expect(poll).toMatchObject({ reason: expect.any(NetworkFailure) });
    expect(onUnauthenticated).not.toHaveBeenCalled();
  });

  it('is not concluded from no answer', async () => {
    const { client, onUnauthenticated } = clientFor(async (address) => {
      if (address === '/api/me') throw new TypeError('Failed to fetch');
      return Response.json({ code: 'unauthenticated' }, { status: 401 });
    });
    const error = await client.send('GET', '/api/message_groups').catch((it: unknown) => it);
    expect(error).toBeInstanceOf(NetworkFailure);
    expect(onUnauthenticated).not.toHaveBeenCalled();
  });

  it('is asked about once when asking who one is was the call', async () => {
    const answer = vi.fn(answering(401, { code: 'unauthenticated' }));
    const { client, onUnauthenticated } = clientFor(answer);
    await client.send('GET', '/api/me').catch(() => {});
    expect(answer).toHaveBeenCalledOnce();
    expect(onUnauthenticated).toHaveBeenCalledOnce();
  });

  it('nor that another person is signed in by now, which is told', async () => {
    const answer = vi.fn(answering(401, { code: 'another_user' }));
    const { client, onUnauthenticated, onAnotherUser } = clientFor(answer);
    const alice = client.actingAs('alice-uuid');
    await expect(alice.send('PUT', '/api/message_groups/1/messages/2', {})).rejects.toMatchObject({ status: 401 });
    await expect(alice.open('/api/events', {}, new AbortController().signal)).rejects.toMatchObject({ status: 401 });
    for (const [, init] of answer.mock.calls) expect(init.headers).toMatchObject({ 'Cruddur-User': 'alice-uuid' });
    expect(answer).toHaveBeenCalledTimes(2);
    expect(onAnotherUser).toHaveBeenCalledTimes(2);
    expect(onUnauthenticated).not.toHaveBeenCalled();
  });

  it('is not what a wrong password means', async () => {
    const { client, onUnauthenticated } = clientFor(answering(401, { code: 'invalid_credentials' }));
    await client.send('POST', '/api/session', {}).catch(() => {});
    expect(onUnauthenticated).not.toHaveBeenCalled();
  });
});

it('no answer at all is unknown, never failed', async () => {
  const error = await failureOf(async () => {
    throw new TypeError('Failed to fetch');
  });
  expect(error).toBeInstanceOf(NetworkFailure);
  expect(isUnknownOutcome(error)).toBe(true);
});

it('Retry-After is seconds or a date', () => {
  const now = Date.parse('2026-11-21T12:00:00.000Z');
  expect(parseRetryAfter('7', now)).toBe(7);
  expect(parseRetryAfter('Sat, 21 Nov 2026 12:00:09 GMT', now)).toBe(9);
  expect(parseRetryAfter('Sat, 21 Nov 2026 11:00:00 GMT', now)).toBe(0);
  expect(parseRetryAfter('soon', now)).toBeNull();
  expect(parseRetryAfter(null, now)).toBeNull();
});

it('Link leads on only where it says next', () => {
  expect(parseNext('</a>; rel="prev", </b>; rel="next"')).toBe('/b');
  expect(parseNext('</a>; rel="prev"')).toBeNull();
  expect(parseNext(null)).toBeNull();
});
