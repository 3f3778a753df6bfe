import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { useLive } from '../../../live/react/live-context';
import { http } from '../../../shared/api/http';
import { endSession } from '../../../shared/session/end-session';
import { tellOtherTabs } from '../../../shared/session/other-tabs';
import type { Me } from '../../../shared/session/person';
import { typedCredentials } from '../waiting-account';

export async function deleteSession(me: Me): Promise<void> {
  await http.actingAs(me.uuid).send('DELETE', '/api/session');
}

/** Once the session is over nothing of this person stays, in memory or on the device. */
export function useDeleteSession(forget: () => void) {
  const queryClient = useQueryClient();
  const { me } = useLive();
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: () => deleteSession(me),
    onSuccess: () => {
      forget();
      typedCredentials.forget();
      endSession(queryClient);
      tellOtherTabs();
      // To the bare page: the next person has no use for where this one was.
      navigate('/sign-in', { replace: true });
    },
  });
}
