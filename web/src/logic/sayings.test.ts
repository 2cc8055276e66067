import { describe, expect, it } from 'vitest';
import { matches } from './filter';
import type { Schemas } from '../api/client';
import { emptyText, evidenceId, evidenceText, knownValue, retryText } from './sayings';
import { headlineOf, severityWord, shortId, verdictWord } from './words';

describe('words', () => {
  it('say who is empty, when and how whole', () => {
    const at = '2026-11-21T14:02:11.000Z';
    const empty = { venue: 'kalshi', as_of: at, complete: true, pages: 1, verdict: 'agrees' } as const;
    expect(emptyText(empty, Date.parse(at) + 9_000)).toBe('No holdings at Kalshi as of 14:02:11 UTC (complete, 1 page)');
    expect(emptyText(empty, Date.parse(at) + 86_400_000)).toBe('No holdings at Kalshi as of 2026-11-21 14:02:11 UTC (complete, 1 page)');
    expect(emptyText({ venue: 'polymarket', as_of: null, complete: false, pages: null, verdict: 'drift' }, 0)).toBe(
      'No holdings at Polymarket as of unknown (not complete); the ledger says otherwise',
    );
  });

  it('call a sum that leaves everything out unknown', () => {
    const venue = { value: '0', value_excludes: 8, holdings: 8 } as Schemas['VenueStatus'];
    expect(knownValue(venue)).toBeNull();
    expect(knownValue({ ...venue, value: '652.59', value_excludes: 1 })).toBe('652.59');
    expect(knownValue({ ...venue, value: '0', value_excludes: 0, holdings: 0 })).toBe('0');
  });

  it('say an evidence’s kind and id once', () => {
    const evidence = { kind: 'fill', id: '6f9b', at: '', text: 'fill 6f9b' } as Schemas['Evidence'];
    expect([evidenceText(evidence), evidenceId(evidence)]).toEqual(['fill 6f9b', '']);
    const other = { ...evidence, kind: 'chain_balance', text: 'balance 0' } as Schemas['Evidence'];
    expect([evidenceText(other), evidenceId(other)]).toEqual(['chain balance: balance 0', '6f9b']);
    expect(evidenceText({ ...other, text: '' })).toBe('chain balance');
  });

  it('count down to the next attempt and never below', () => {
    const now = Date.parse('2026-11-21T14:00:00Z');
    expect(retryText('2026-11-21T14:00:12Z', now)).toBe('retry in 12 s');
    expect(retryText('2026-11-21T13:59:12Z', now)).toBe('asking again now');
    expect(retryText(null, now)).toBe('');
  });

  it('take a verdict they have not learnt, or none, for unknown', () => {
    expect(headlineOf('splendid')).toBe('UNKNOWN');
    expect(headlineOf(null)).toBe('UNKNOWN');
    expect(verdictWord('splendid')).toEqual({ word: 'splendid', tone: 'unknown' });
    expect(verdictWord(undefined)).toEqual({ word: 'unknown', tone: 'unknown' });
  });

  it('call a message green only once it is over', () => {
    expect(severityWord({ severity: 'critical', state: 'silenced' })).toEqual({ word: 'critical', tone: 'stopped' });
    expect(severityWord({ severity: 'warning', state: 'active' }).tone).toBe('drift');
    expect(severityWord({ severity: 'critical', state: 'resolved' }).tone).toBe('agrees');
  });

  it('shorten only ids that nobody reads to the end', () => {
    expect(shortId('KXBTCD-26NOV2117-T98999.99')).toBe('KXBTCD-26NOV2117-T98999.99');
    expect(shortId('71321045679252212594626385532706912750332728571942532289631379312455583992563')).toBe('71321045…992563');
    expect(shortId('external:polymarket:71321045679252212594626385532706912750332728571942532289631379312455583992563')).toBe('external:polymarket:71321045…992563');
  });

  it('filter by every word, in any text, in any case', () => {
    expect(matches('FED dec', ['Will the Fed cut?', null, 'KX-DEC'])).toBe(true);
    expect(matches('fed jan', ['Will the Fed cut?', 'KX-DEC'])).toBe(false);
    expect(matches('  ', [])).toBe(true);
  });
});
