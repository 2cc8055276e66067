// One state, one word, one shape, one tone: the same everywhere on the page.

export type Tone = 'agrees' | 'drift' | 'unknown' | 'stopped';

export interface Word {
  word: string;
  tone: Tone;
}

const VERDICTS: Record<string, Word> = {
  agrees: { word: 'agrees', tone: 'agrees' },
  drift: { word: 'drift', tone: 'drift' },
  unknown: { word: 'unknown', tone: 'unknown' },
  not_protected: { word: 'not protected', tone: 'stopped' },
};

const HEADLINES: Record<string, string> = {
  agrees: 'IN AGREEMENT',
  drift: 'DRIFT',
  unknown: 'UNKNOWN',
  not_protected: 'NOT PROTECTED',
};

// Unknown too is what a newer server says in a word this page has not learnt.
export function verdictWord(verdict: string | null | undefined): Word {
  return VERDICTS[verdict ?? 'unknown'] ?? { word: verdict ?? 'unknown', tone: 'unknown' };
}

export function headlineOf(verdict: string | null | undefined): string {
  return HEADLINES[verdict ?? 'unknown'] ?? 'UNKNOWN';
}

const MATCHES: Record<string, Word> = {
  match: { word: 'match', tone: 'agrees' },
  mismatch: { word: 'mismatch', tone: 'drift' },
  unknown_mapping: { word: 'unknown mapping', tone: 'unknown' },
  api_error: { word: 'api error', tone: 'stopped' },
};

export function matchWord(status: string | null | undefined): Word {
  return MATCHES[status ?? ''] ?? { word: status ?? 'unknown', tone: 'unknown' };
}

const SEVERITIES: Record<string, Tone> = { critical: 'stopped', warning: 'drift', info: 'unknown' };

// Green only once it is over: what a person has silenced is as bad as it was.
export function severityWord({ severity, state }: { severity: string; state: string }): Word {
  return { word: severity, tone: state === 'resolved' ? 'agrees' : (SEVERITIES[severity] ?? 'unknown') };
}

const VENUES: Record<string, string> = {
  kalshi: 'Kalshi',
  kalshi_solana: 'Kalshi on Solana',
  polymarket: 'Polymarket',
  pacifica: 'Pacifica',
};

export function venueTitle(venue: string): string {
  return VENUES[venue] ?? venue;
}

// `unproven_absence` as people read it.
export function plain(name: string): string {
  return name.replaceAll('_', ' ').replaceAll('.', ' ');
}

// An id of 77 digits as people tell it from others; the whole is in the panel and in the address.
export function shortId(id: string): string {
  return id.replace(/[0-9A-Za-z]{30,}/g, (run) => `${run.slice(0, 8)}…${run.slice(-6)}`);
}

export function count(number: number, one: string, many = one + 's'): string {
  return `${number} ${number === 1 ? one : many}`;
}
