import type { Schemas } from '../api/client';

type Case = Pick<Schemas['Case'], 'id' | 'reason' | 'state' | 'waits_for' | 'confirmed_at'>;

const GONE = new Set<Case['reason']>(['unproven_absence', 'brake']);

// Which of a case's positions a person's word can end: those that are gone from the listing.
function takesAWord({ reason, state, waits_for, confirmed_at }: Case): boolean {
  const open = state === 'suspected' || state === 'confirmed';
  return open && confirmed_at === null && (GONE.has(reason) || waits_for === 'confirmation');
}

// What to type when the positions are really gone; null: a word changes nothing.
export function confirmCommand(item: Case): string | null {
  return takesAWord(item) ? `holdfast cases confirm ${quoted(item.id)}` : null;
}

// As a shell wants it.
function quoted(word: string): string {
  return /^[\w./:@%+=~#-]+$/.test(word) && !/^[~#]/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

// "kalshi/main#0.0:KXFED-26DEC-T4", "pacifica/bot-1#0.0:BTC~cross".
export function placeOf(key: string | null): { account: string; instrument: string } | null {
  const parts = /^([^#]+)#\d+\.\d+:(.+?)(?:~cross|~isolated)?$/.exec(key ?? '');
  return parts ? { account: parts[1] ?? '', instrument: parts[2] ?? '' } : null;
}
