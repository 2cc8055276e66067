import { describe, expect, it } from 'vitest';
import { bookRows, type Overview, type Reconciled } from './book_rows';

const NONE = { kalshi_yes: null, kalshi_no: null, poly_yes: null, poly_no: null };
const leg = (contracts: string | null) => ({ contracts, cost_basis: null, avg_price: null });
const entry = (status: string, more: Partial<Reconciled> = {}) =>
  ({ market_id: '', description: '', kalshi_ticker: null, internal: NONE, external: NONE, diff_contracts: NONE, status, reason: '', sub_reasons: [], as_of: null, ...more }) as Reconciled;
const rowsOf = (entries: Record<string, Reconciled>) => bookRows({ by_market_id: entries } as Overview['reconciliation']);

describe('a book beside the venues', () => {
  it('shows what needs a person first', () => {
    const rows = rowsOf({ d: entry('match'), c: entry('unknown_mapping'), b: entry('api_error'), a2: entry('mismatch'), a1: entry('mismatch') });
    expect(rows.map((row) => row.id)).toEqual(['a1', 'a2', 'b', 'c', 'd']);
  });

  it('leaves out legs that nobody holds, but none that is unknown or held by one side', () => {
    const [row] = rowsOf({
      a: entry('mismatch', {
        internal: { kalshi_yes: leg('0'), kalshi_no: leg(null), poly_yes: leg('0.000000001'), poly_no: null } as Reconciled['internal'],
        external: { ...NONE, poly_no: leg('5') } as Reconciled['external'],
        diff_contracts: { ...NONE, kalshi_yes: '0' },
      }),
    });
    // cost_basis null keeps kalshi_yes: what was paid for it is unknown
    expect(row?.legs.map(({ leg: name }) => name)).toEqual(['kalshi_yes', 'kalshi_no', 'poly_yes', 'poly_no']);
    const [empty] = rowsOf({ a: entry('match', { internal: { ...NONE, poly_no: { contracts: '0.0', cost_basis: '0', avg_price: '0' } } as Reconciled['internal'] }) });
    expect(empty?.legs).toEqual([]);
  });

  it('shows a holding that no row claims', () => {
    const held = { key: 'k', account: 'a', venue: 'pacifica', instrument: 'BTC', quantity: '-0.125' } as NonNullable<Reconciled['holding']>;
    const [row] = rowsOf({ 'external:pacifica:BTC': entry('unknown_mapping', { holding: held }) });
    expect(row?.legs.map(({ venues, book }) => [venues?.contracts, book])).toEqual([['-0.125', null]]);
  });
});
