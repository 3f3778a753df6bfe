import { useMutation } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';

export async function resendConfirmation(login: string): Promise<void> {
  await http.send('POST', '/api/accounts/confirmation/resend', { login });
}

export function useResendConfirmation() {
  return useMutation({ mutationFn: resendConfirmation });
}
