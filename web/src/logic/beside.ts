import type { Schemas } from '../api/client';
import { add, parseExact, textOf } from './exact';

type Position = Schemas['Position'];
type Holding = Schemas['Holding'];

// One key with the ledger's word beside the venue's. A key that only one side knows is a row too.
export interface Beside {
  key: string;
  instrument: string;
  account: string;
  venue: string;
  title: string;
  outcome: string;
  side: string;
  ledger: string | null;
  venueQuantity: string | null;
  difference: string | null; // venue less ledger; null: one of them is unknown
  cost: string | null;
  average: string | null;
  pnl: string | null; // unrealised
  state: string;
  market: string;
  asOf: string | null;
  verdict: string;
  flaw: string;
  inLedger: boolean;
  atVenue: boolean;
}

export function besideRows(positions: readonly Position[], holdings: readonly Holding[]): Beside[] {
  const held = new Map(holdings.map((holding) => [holding.key, holding]));
  const rows = positions.map((position) => fromPosition(position, held.get(position.key)));
  const booked = new Set(positions.map((position) => position.key));
  for (const holding of holdings) if (!booked.has(holding.key)) rows.push(fromHolding(holding));
  return rows.sort((a, b) => compareText(a.account, b.account) || compareText(a.title || a.instrument, b.title || b.instrument) || compareText(a.key, b.key));
}

// Null when either side is unknown: unknown is not zero.
export function difference(ledger: string | null, venue: string | null): string | null {
  const ours = ledger === null ? null : parseExact(ledger);
  const theirs = venue === null ? null : parseExact(venue);
  if (!ours || !theirs) return null;
  return textOf(add(theirs, { ...ours, units: -ours.units }));
}

function fromPosition(position: Position, holding: Holding | undefined): Beside {
  return {
    ...names(position),
    title: position.title || holding?.title || '',
    outcome: position.outcome || holding?.outcome || '',
    side: position.side,
    ledger: position.quantity,
    venueQuantity: position.at_source,
    difference: difference(position.quantity, position.at_source),
    cost: position.cost,
    average: position.average_price,
    pnl: position.unrealized_pnl,
    state: position.state,
    market: holding ? marketOf(holding) : '',
    asOf: position.as_of,
    verdict: position.verdict ?? 'unknown',  // null of the past only
    flaw: holding?.flaw ?? '',
    inLedger: true,
    atVenue: holding !== undefined,
  };
}

function fromHolding(holding: Holding): Beside {
  return {
    ...names(holding),
    title: holding.title,
    outcome: holding.outcome,
    side: holding.side,
    ledger: '0',
    venueQuantity: holding.quantity,
    difference: difference('0', holding.quantity),
    cost: holding.cost,
    average: holding.average_price,
    pnl: holding.pnl,
    state: 'not in the ledger',
    market: marketOf(holding),
    asOf: holding.as_of,
    verdict: holding.verdict,
    flaw: holding.flaw,
    inLedger: false,
    atVenue: true,
  };
}

function names(row: Position | Holding): Pick<Beside, 'key' | 'instrument' | 'account' | 'venue'> {
  return { key: row.key, instrument: row.instrument, account: row.account, venue: row.venue };
}

function marketOf({ redeemable, lost, market_state }: Holding): string {
  if (redeemable) return 'redeemable';
  if (lost) return 'lost';
  return market_state === 'paused' || market_state === 'closed' || market_state === 'resolved' ? `market ${market_state}` : '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
