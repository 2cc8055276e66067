import { answerOf, api, type Schemas } from '../api/client';
import { timeText } from '../logic/age';
import type { Overview } from '../logic/book_rows';
import { parseKeepingNumbers } from '../logic/plain_json';
import type { Word } from '../logic/words';
import { clock } from './clock.svelte';
import { remember, remembered } from './remembered';
import type { Trouble } from './resource.svelte';
import { loadPage } from './truth.svelte';

const EVERY_MS = 30_000;

let running = $state(false);
let result = $state.raw<Word | null>(null);
let auto = $state(remembered('auto') !== 'off');

export const refresh = {
  get running(): boolean {
    return running;
  },
  get result(): Word | null {
    return result;
  },
  get auto(): boolean {
    return auto;
  },
};

// Asks the venues now, and says what came of it.
export async function refreshNow(): Promise<void> {
  if (running) return;
  running = true;
  result = null;
  try {
    const word = await askVenues();
    await loadPage();
    result = word;
  } finally {
    running = false;
  }
}

async function askVenues(): Promise<Word> {
  const answer = await answerOf(api.POST('/api/v1/sync', { body: {}, headers: { 'Idempotency-Key': onceKey() } }));
  if ('body' in answer) return syncedWord(answer.body);
  const trouble = 'trouble' in answer ? answer.trouble : null;
  if (trouble?.kind === 'sign_in' || trouble?.kind === 'forbidden') return askAsReader();
  return troubleWord(trouble);
}

// Who may only read can still ask for a fresh snapshot, by the flag of the overview.
async function askAsReader(): Promise<Word> {
  const answer = await answerOf(
    api.GET('/api/positions/overview', { params: { query: { refresh_external: '1' } }, parseAs: 'text' }),
  );
  if (!('body' in answer)) return troubleWord('trouble' in answer ? answer.trouble : null);
  const { errors } = parseKeepingNumbers(answer.body) as Overview;
  const texts = Object.values(errors ?? {});
  return texts.length === 0 ? allAnswered() : notAll(texts.join('; '));
}

function syncedWord({ outcome, error }: Schemas['Synced']): Word {
  if (outcome === 'done') return allAnswered();
  if (outcome === 'under_way') return { word: 'Still asking; what comes is shown at once', tone: 'unknown' };
  return notAll(error?.what ?? 'no reason given');
}

function allAnswered(): Word {
  return { word: `All accounts answered at ${timeText(new Date(clock.now).toISOString())}`, tone: 'agrees' };
}

function notAll(why: string): Word {
  return { word: `Asked at ${timeText(new Date(clock.now).toISOString())}; not all answered: ${why}`, tone: 'drift' };
}

function troubleWord(trouble: Trouble | null): Word {
  return { word: trouble ? `${trouble.title}. ${trouble.detail}` : 'No answer', tone: 'stopped' };
}

function onceKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function setAuto(on: boolean): void {
  auto = on;
  remember('auto', on ? null : 'off');
  if (on) void loadPage();
}

export function startAuto(): () => void {
  const timer = setInterval(() => {
    if (auto && document.visibilityState === 'visible') void loadPage();
  }, EVERY_MS);
  return () => clearInterval(timer);
}
