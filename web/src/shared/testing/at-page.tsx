import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';

type Answer = (body: Record<string, string>, headers: Record<string, string>) => Response;

/** What the server was asked, with the bodies, in order. */
export type Calls = Array<{ readonly call: string; readonly body: Record<string, string> }>;

/** A page at its address, over a server that gives these answers and says 401 to all else. */
export function atPage(
  address: string,
  page: ReactNode,
  answers: Record<string, Answer>,
  state: unknown = null,
): Calls {
  const calls: Calls = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    const call = `${init.method} ${path}`;
    const body = JSON.parse(String(init.body ?? '{}'));
    calls.push({ call, body });
    return (
      answers[call]?.(body, (init.headers ?? {}) as Record<string, string>) ??
      refusal(401, 'unauthenticated', 'Sign in.')
    );
  });
  history.replaceState(state, '', address);
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      {page}
    </QueryClientProvider>,
  );
  return calls;
}

export function refusal(status: number, code: string, detail: string, field?: string): Response {
  const errors = field === undefined ? {} : { errors: { [field]: [{ code, detail }] } };
  return Response.json({ code, detail, ...errors }, { status });
}

export const done = () => new Response(null, { status: 204 });
export const accepted = () => new Response(null, { status: 202 });
