import type { Schemas } from '../api/client';
import { ageText, momentText } from './age';
import { count, plain, venueTitle, verdictWord, type Word } from './words';

type VenueStatus = Schemas['VenueStatus'];

// "▲ 1 drift", "● agrees", "◌ unknown".
export function venueWord(venue: VenueStatus): Word {
  const word = verdictWord(venue.verdict);
  return venue.verdict === 'drift' && venue.drifts > 0 ? { ...word, word: count(venue.drifts, 'drift') } : word;
}

// Empty is not blank: it says who said so, when, and how whole the answer was.
export function emptyText(venue: Pick<VenueStatus, 'venue' | 'as_of' | 'complete' | 'pages' | 'verdict'>, now: number): string {
  const but = venue.verdict === 'drift' ? '; the ledger says otherwise' : '';
  const pages = venue.pages === null ? '' : `, ${count(venue.pages, 'page')}`;
  return `No holdings at ${venueTitle(venue.venue)} as of ${momentText(venue.as_of, now)} (${venue.complete ? 'complete' : 'not complete'}${pages})${but}`;
}

// "retry in 12 s"; empty when none is planned.
export function retryText(retryAt: string | null, now: number): string {
  const at = retryAt ? Date.parse(retryAt) : NaN;
  if (!Number.isFinite(at)) return '';
  const seconds = Math.ceil((at - now) / 1000);
  return seconds > 0 ? `retry in ${ageText(seconds)}` : 'asking again now';
}

// Every account's last attempt was answered wholly. `complete` of an answer says less: since start.
export function isWhole({ venues }: Pick<Schemas['Status'], 'venues'>): boolean {
  return venues.every((venue) => venue.complete);
}

// A sum that leaves every holding out says nothing: it is unknown, not zero.
export function knownValue({ value, value_excludes, holdings }: VenueStatus): string | null {
  return value_excludes > 0 && value_excludes >= (holdings ?? 0) ? null : value;
}

// "fill: bought 49.5 at 0.58"; a kind or an id that the text says already is not said twice.
export function evidenceText({ kind, text }: Schemas['Evidence']): string {
  if (!text) return plain(kind);
  return text.startsWith(kind) ? text : `${plain(kind)}: ${text}`;
}

export function evidenceId({ id, text }: Schemas['Evidence']): string {
  return text.includes(id) ? '' : id;
}
