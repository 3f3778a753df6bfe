import { useMutation } from '@tanstack/react-query';
import { http } from '../../../shared/api/http';

export interface PasswordChange {
  readonly current_password: string;
  readonly new_password: string;
}

export async function putPassword(change: PasswordChange): Promise<void> {
  await http.send('PUT', '/api/me/password', change);
}

export function usePutPassword() {
  return useMutation({ mutationFn: putPassword });
}
