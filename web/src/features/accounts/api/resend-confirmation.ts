import { useMutation } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';
import { requireLogin } from '../field-errors';

export async function resendConfirmation(login: string): Promise<void> {
  requireLogin(login, 'Enter your handle.');
  await http.send('POST', '/api/accounts/confirmation/resend', { login });
}

export function useResendConfirmation() {
  return useMutation({ mutationFn: resendConfirmation });
}
