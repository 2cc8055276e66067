import { ageText } from './age';
import type { Tone } from './words';

// After so long without a word nothing is called live, and the page asks by itself.
export const QUIET_MS = 45_000;

export interface Link {
  word: string;
  tone: Tone;
  title: string;
}

// How what is on the page hangs together with the server. `ageMs`: of its last good answer.
export function linkWord(mode: 'connecting' | 'live' | 'polling', silent: boolean, ageMs: number | null): Link {
  if (silent) return { word: 'no answer', tone: 'stopped', title: 'Holdfast does not answer; asked again every 5 s' };
  if (ageMs !== null && ageMs > QUIET_MS) {
    const age = ageText(Math.floor(ageMs / 1000));
    return { word: `${age} old`, tone: 'unknown', title: `The last answer is ${age} old; Holdfast is being asked` };
  }
  if (mode === 'live') return { word: 'live', tone: 'agrees', title: 'Changes are shown as they happen' };
  if (mode === 'polling') return { word: 'every 5 s', tone: 'unknown', title: 'The event stream is away; asked every 5 s instead' };
  return { word: 'connecting', tone: 'unknown', title: 'The event stream is being opened' };
}
