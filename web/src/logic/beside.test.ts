import { describe, expect, it } from 'vitest';
import type { Schemas } from '../api/client';
import { besideRows, difference } from './beside';

const key = (instrument: string) => ({ key: `kalshi/main#0.0:${instrument}`, account: 'kalshi/main', venue: 'kalshi', instrument });
const position = (instrument: string, more: Partial<Schemas['Position']> = {}) =>
  ({ ...key(instrument), title: '', outcome: '', side: 'yes', quantity: '10', at_source: '10', cost: null, average_price: null, unrealized_pnl: null, state: 'open', as_of: null, verdict: 'agrees', ...more }) as Schemas['Position'];
const holding = (instrument: string, more: Partial<Schemas['Holding']> = {}) =>
  ({ ...key(instrument), title: 'From the venue', outcome: '', side: 'yes', quantity: '10', flaw: '', redeemable: false, lost: false, cost: null, average_price: null, pnl: null, market_state: 'open', as_of: '2026-11-21T09:44:14.123Z', verdict: 'agrees', ...more }) as Schemas['Holding'];

describe('the ledger beside the venue', () => {
  it('has one row a key, whoever knows it', () => {
    const rows = besideRows([position('A'), position('B')], [holding('B'), holding('C')]);
    expect(rows.map((row) => [row.instrument, row.inLedger, row.atVenue])).toEqual([
      ['A', true, false],
      ['B', true, true],
      ['C', false, true],
    ]);
  });

  it('keeps what the venue does not say unknown', () => {
    const [row] = besideRows([position('A', { at_source: null })], []);
    expect([row?.ledger, row?.venueQuantity, row?.difference]).toEqual(['10', null, null]);
    const [flawed] = besideRows([], [holding('A', { quantity: null, flaw: 'size is no number' })]);
    expect([flawed?.ledger, flawed?.venueQuantity, flawed?.difference, flawed?.flaw]).toEqual(['0', null, null, 'size is no number']);
  });

  it('takes the title from whoever knows it, and the market’s end from the venue', () => {
    const [row] = besideRows([position('A')], [holding('A', { redeemable: true })]);
    expect([row?.title, row?.state, row?.market]).toEqual(['From the venue', 'open', 'redeemable']);
    const [over] = besideRows([position('A')], [holding('A', { market_state: 'resolved' })]);
    expect(over?.market).toBe('market resolved');
  });

  it('subtracts exactly, venue less ledger', () => {
    expect(difference('49.5', '37.3')).toBe('-12.2');
    expect(difference('0.1', '0.3')).toBe('0.2');
    expect(difference('-250', '-250')).toBe('0');
    expect(difference('9007199254740993', '9007199254740992')).toBe('-1');
    expect(difference(null, '1')).toBeNull();
    expect(difference('1', 'n/a')).toBeNull();
  });
});
