import { answerOf, api } from '../api/client';
import type { Trouble } from './resource.svelte';

// The one-time link carries its code behind the `#` (or as a query, if it was copied so). It is
// taken out of the address before anything else happens, and traded for a cookie.
export function takeCode(): string | null {
  const inHash = /^#\/?(?:sign-?in[/?]|session[/?])?(?:code=)([\w-]+)/.exec(location.hash)?.[1];
  const code = inHash ?? new URLSearchParams(location.search).get('code');
  if (!code) return null;
  history.replaceState(null, '', '/#/overview');
  return code;
}

// Null: signed in.
export async function signIn(code: string): Promise<Trouble | null> {
  const answer = await answerOf(api.POST('/api/v1/session', { body: { code }, parseAs: 'text' }));
  return 'trouble' in answer ? answer.trouble : null;
}
