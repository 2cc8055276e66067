import type { Schemas } from '../api/client';

// The overview route writes amounts as number tokens; they are read as text (plain_json).
export type Texts<T> = T extends number
  ? string
  : T extends (infer Item)[]
    ? Texts<Item>[]
    : T extends object
      ? { [Key in keyof T]: Texts<T[Key]> }
      : T;

export type Overview = Texts<Schemas['Overview']>;
export type Reconciled = Texts<Schemas['Reconciled']>;
type Leg = Texts<Schemas['Leg']>;

export const LEGS = ['kalshi_yes', 'kalshi_no', 'poly_yes', 'poly_no'] as const;
export type LegName = (typeof LEGS)[number];

const LEG_TITLES: Record<LegName, string> = {
  kalshi_yes: 'Kalshi yes',
  kalshi_no: 'Kalshi no',
  poly_yes: 'Polymarket yes',
  poly_no: 'Polymarket no',
};

export interface LegRow {
  leg: string;
  title: string;
  book: Leg | null; // null: this side has no such leg
  venues: Leg | null;
  difference: string | null;
  costDifference: string | null;
}

export interface BookRow {
  id: string;
  entry: Reconciled;
  legs: LegRow[];
}

const VENUES = ['kalshi', 'kalshi_solana', 'polymarket', 'pacifica'] as const;
const ORDER = { mismatch: 0, api_error: 1, unknown_mapping: 2, match: 3 } as const;
export const STATUSES = ['match', 'mismatch', 'unknown_mapping', 'api_error'] as const;

// What needs a person first, then by name.
export function bookRows(reconciliation: Overview['reconciliation']): BookRow[] {
  return Object.entries(reconciliation.by_market_id)
    .map(([id, entry]) => ({ id, entry, legs: legsOf(entry) }))
    .sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
}

// Venues of which nobody knows what is held there: null is no empty list.
export function unheardVenues(external: Overview['external']): string[] {
  return VENUES.filter((venue) => external[venue] === null);
}

function rank(row: BookRow): number {
  return ORDER[row.entry.status] ?? 0;
}

// Legs that one side holds or that differ; of a market with nothing at all, none.
function legsOf(entry: Reconciled): LegRow[] {
  const legs: LegRow[] = [];
  for (const leg of LEGS) {
    const book = entry.internal[leg];
    const venues = entry.external[leg];
    const difference = entry.diff_contracts[leg];
    if (isNothing(book) && isNothing(venues) && (difference === null || isZero(difference))) continue;
    legs.push({ leg, title: LEG_TITLES[leg], book, venues, difference, costDifference: entry.diff_cost_basis?.[leg] ?? null });
  }
  const held = entry.holding;
  if (held && legs.length === 0) legs.push(unclaimed(held));
  return legs;
}

function unclaimed(held: NonNullable<Reconciled['holding']>): LegRow {
  const venues = { contracts: held.quantity, cost_basis: null, avg_price: null };
  return { leg: 'holding', title: 'Holding', book: null, venues, difference: null, costDifference: null };
}

function isNothing(leg: Leg | null): boolean {
  return leg === null || (isZero(leg.contracts) && isZero(leg.cost_basis));
}

// An unknown amount is not zero.
function isZero(amount: string | null): boolean {
  return amount !== null && /^-?0*(\.0*)?([eE][+-]?\d+)?$/.test(amount);
}
