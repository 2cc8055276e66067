import { answerOf, api, type Schemas } from '../api/client';
import { timeText } from '../logic/age';
import type { Word } from '../logic/words';
import { remember, remembered } from './remembered';
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
    const answer = await answerOf(
      api.POST('/api/v1/sync', { body: {}, headers: { 'Idempotency-Key': onceKey() } }),
    );
    await loadPage();
    if ('body' in answer) result = outcomeWord(answer.body);
    else if ('trouble' in answer) result = { word: `${answer.trouble.title}. ${answer.trouble.detail}`, tone: 'stopped' };
  } finally {
    running = false;
  }
}

function outcomeWord({ outcome, error }: Schemas['Synced']): Word {
  const now = timeText(new Date().toISOString());
  if (outcome === 'done') return { word: `All accounts answered at ${now}`, tone: 'agrees' };
  if (outcome === 'under_way') return { word: 'Still asking; what comes is shown at once', tone: 'unknown' };
  return { word: `Asked at ${now}; not all answered: ${error?.what ?? 'no reason given'}`, tone: 'drift' };
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
