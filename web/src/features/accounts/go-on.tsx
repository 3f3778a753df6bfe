import { useEffect } from 'react';
import { Redirect, useSearch } from 'wouter';
import { safeReturnPath } from '../../shared/navigation/return-path';
import { typedCredentials } from './waiting-account';

/** For somebody who is signed in, by this page or in another tab: on to where they wanted to be. */
export function GoOn() {
  const search = useSearch();
  useEffect(() => typedCredentials.forget(), []);
  return <Redirect to={safeReturnPath(new URLSearchParams(search).get('return_to'))} replace />;
}
