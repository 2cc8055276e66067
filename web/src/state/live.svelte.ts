import type { Schemas } from '../api/client';
import { QUIET_MS } from '../logic/link';
import { loadPage, status } from './truth.svelte';

type Kind = Schemas['EventKind'];
type Mode = 'connecting' | 'live' | 'polling';

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
const DEAF_MS = 150_000; // longer than the daemon leaves between two passes, each of which is an event

let mode = $state<Mode>('connecting');
let gather: ReturnType<typeof setTimeout> | undefined;

export const live = {
  get mode(): Mode {
    return mode;
  },
};

function soon(): void {
  gather ??= setTimeout(() => {
    gather = undefined;
    void loadPage();
  }, GATHER_MS);
}

// Follows the event stream; while that is away, asks every few seconds instead. A stream can be dead
// without a word (a laptop that slept, a proxy that forgot): one that has been quiet for long is
// opened anew, and an answer is never left to grow old in silence.
export function startLive(): () => void {
  let source: EventSource | null = null;
  let reopen: ReturnType<typeof setTimeout> | undefined;
  let opened = false;
  let heardAt = 0; // of the stream, its opening included

  const heard = (): void => {
    heardAt = Date.now();
    soon();
  };
  const open = (): void => {
    source = new EventSource('/api/v1/events');
    source.onopen = () => {
      if (opened) soon(); // what happened meanwhile
      opened = true;
      heardAt = Date.now();
      mode = 'live';
    };
    source.onerror = () => {
      mode = 'polling';
      if (source?.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      source.close();
      reopen = setTimeout(open, REOPEN_MS);
    };
    for (const kind of Object.keys(KINDS)) source.addEventListener(kind, heard);
    source.onmessage = heard; // a kind newer than this page
  };
  const poll = setInterval(() => {
    if (document.visibilityState !== 'visible') return;
    if (mode === 'live' && Date.now() - heardAt > DEAF_MS) {
      source?.close();
      mode = 'connecting';
      open();
    }
    if (mode !== 'live' || Date.now() - (status.answeredAt ?? 0) > QUIET_MS) void loadPage();
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
