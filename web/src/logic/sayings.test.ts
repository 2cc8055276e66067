import { describe, expect, it } from 'vitest';
import { timeText } from './age';
import { matches } from './filter';
import { emptyText, retryText } from './sayings';
import { headlineOf, shortId, verdictWord } from './words';

describe('words', () => {
  it('say who is empty, when and how whole', () => {
    const at = '2026-11-21T14:02:11.000Z';
    expect(emptyText({ venue: 'kalshi', as_of: at, complete: true, pages: 1 })).toBe(`No holdings at Kalshi as of ${timeText(at)} (complete, 1 page)`);
    expect(emptyText({ venue: 'polymarket', as_of: null, complete: false, pages: null })).toBe('No holdings at Polymarket as of unknown (not complete)');
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

  it('shorten only ids that nobody reads to the end', () => {
    expect(shortId('KXBTCD-26NOV2117-T98999.99')).toBe('KXBTCD-26NOV2117-T98999.99');
    expect(shortId('71321045679252212594626385532706912750332728571942532289631379312455583992563')).toBe('71321045…992563');
  });

  it('filter by every word, in any text, in any case', () => {
    expect(matches('FED dec', ['Will the Fed cut?', null, 'KX-DEC'])).toBe(true);
    expect(matches('fed jan', ['Will the Fed cut?', 'KX-DEC'])).toBe(false);
    expect(matches('  ', [])).toBe(true);
  });
});
