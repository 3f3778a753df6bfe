import { useMutation } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';
import { requireLogin } from '../field-errors';

export async function forgotPassword(login: string): Promise<void> {
  requireLogin(login);
  await http.send('POST', '/api/password/forgot', { login });
}

export function useForgotPassword(whenAsked: (login: string) => void) {
  return useMutation({ mutationFn: forgotPassword, onSuccess: (_, login) => whenAsked(login) });
}
