import type { Schemas } from '../api/client';
import { loadPage } from './truth.svelte';

type Kind = Schemas['EventKind'];

const KINDS: Record<Kind, true> = {
  'position.created': true,
  'position.updated': true,
  'position.closed': true,
  'sync.completed': true,
  'snapshot.refused': true,
  'case.opened': true,
  'case.updated': true,
  'case.closed': true,
  'subscription.dropped': true,
  'gate.changed': true,
  'claim.opened': true,
  'claim.updated': true,
  'claim.closed': true,
};
const GATHER_MS = 250; // events of one pass come together
const POLL_MS = 5000; // while the stream is not there
const REOPEN_MS = 10_000;

let mode = $state<'connecting' | 'live' | 'polling'>('connecting');
let gather: ReturnType<typeof setTimeout> | undefined;

export const live = {
  get mode(): 'connecting' | 'live' | 'polling' {
    return mode;
  },
};

function soon(): void {
  gather ??= setTimeout(() => {
    gather = undefined;
    void loadPage();
  }, GATHER_MS);
}

// Follows the event stream; while that is away, asks every few seconds instead.
export function startLive(): () => void {
  let source: EventSource | null = null;
  let reopen: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    source = new EventSource('/api/v1/events');
    source.onopen = () => {
      if (mode === 'polling') soon(); // what happened meanwhile
      mode = 'live';
    };
    source.onerror = () => {
      mode = 'polling';
      if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      source.close();
      reopen = setTimeout(open, REOPEN_MS);
    };
    for (const kind of Object.keys(KINDS)) source.addEventListener(kind, soon);
    source.onmessage = soon; // a kind newer than this page
  };
  const poll = setInterval(() => {
    if (mode !== 'live' && document.visibilityState === 'visible') void loadPage();
  }, POLL_MS);
  const seen = (): void => {
    if (document.visibilityState === 'visible') soon();
  };
  document.addEventListener('visibilitychange', seen);
  open();
  return () => {
    source?.close();
    clearInterval(poll);
    clearTimeout(reopen);
    clearTimeout(gather);
    document.removeEventListener('visibilitychange', seen);
  };
}
