import { queryOptions, useQuery } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';

export interface Mail {
  readonly uuid: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly sent_at: string;
}

export async function listMails(): Promise<readonly Mail[]> {
  return (await http.send('GET', '/api/mails')).body as Mail[];
}

/** Whoever waits for one looks here: it is there within moments. */
const refreshMilliseconds = 2_000;

const mailsQuery = queryOptions({
  queryKey: ['mails'],
  queryFn: listMails,
  refetchInterval: (query) => (query.state.error === null ? refreshMilliseconds : false),
});

export function useMails() {
  return useQuery(mailsQuery);
}
