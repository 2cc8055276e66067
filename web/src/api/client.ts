import createClient from 'openapi-fetch';
import type { Answer, Trouble } from '../state/resource.svelte';
import { serverClock } from '../state/clock.svelte';
import type { components, paths } from './schema';

export type Schemas = components['schemas'];

const WAIT_MS = 15_000; // a refresh may wait five seconds for the venues

export const api = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  cache: 'no-store', // what is unchanged is told by the ETag that each question carries
  fetch: (request) => fetch(request, { signal: AbortSignal.timeout(WAIT_MS) }),
});

interface Reply<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

export function sinceTag(etag: string | null): Record<string, string> {
  return etag ? { 'If-None-Match': etag } : {};
}

// Turns whatever came of a question into an answer or into words; never throws.
export async function answerOf<T>(question: Promise<Reply<T>>): Promise<Answer<T>> {
  try {
    const { data, error, response } = await question;
    serverClock.learn(response.headers.get('date'), Date.now());
    if (response.status === 304) return { unchanged: true };
    if (!response.ok) return { trouble: troubleOf(response.status, error) };
    if (data === undefined) return { trouble: unreadable('the answer was empty') };
    return { body: data, etag: response.headers.get('etag') };
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return { trouble: unreadable('the answer is no JSON document') };
    return { trouble: silent(thrown) };
  }
}

const KINDS: Record<number, Trouble['kind']> = { 401: 'sign_in', 403: 'forbidden', 503: 'not_ready' };

export function troubleOf(status: number, problem: unknown): Trouble {
  const said = (typeof problem === 'object' && problem !== null ? problem : {}) as Partial<Schemas['Problem']>;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    kind: KINDS[status] ?? 'refused',
    title: text(said.title) || `Holdfast answered ${status}`,
    detail: text(said.detail),
    fix: text(said.fix),
  };
}

function silent(thrown: unknown): Trouble {
  const late = thrown instanceof DOMException && thrown.name === 'TimeoutError';
  return {
    kind: 'silent',
    title: 'Holdfast does not answer',
    detail: late ? `No answer within ${WAIT_MS / 1000} seconds.` : 'The connection to it failed.',
    fix: 'Look whether the daemon runs: holdfast status. This page asks again by itself.',
  };
}

function unreadable(why: string): Trouble {
  return {
    kind: 'refused',
    title: 'The answer cannot be read',
    detail: `${why}; nothing on this page was changed by it.`,
    fix: 'Reload the page: after an update of Holdfast it may be older than the server.',
  };
}
