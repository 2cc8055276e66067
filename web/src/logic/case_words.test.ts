import { describe, expect, it } from 'vitest';
import { confirmCommand, placeOf } from './case_words';

const brake = { id: 'brake:kalshi/main:17', reason: 'brake', state: 'suspected', waits_for: 'confirmation', confirmed_at: null } as const;

describe('a case', () => {
  it('names the command for a person’s word, where one changes anything', () => {
    expect(confirmCommand(brake)).toBe('holdfast cases confirm brake:kalshi/main:17');
    expect(confirmCommand({ ...brake, reason: 'unproven_absence', waits_for: 'chain' })).not.toBeNull();
    expect(confirmCommand({ ...brake, reason: 'witness_conflict' })).not.toBeNull();
    expect(confirmCommand({ ...brake, reason: 'witness_conflict', waits_for: 'chain' })).toBeNull();
    expect(confirmCommand({ ...brake, reason: 'suspected', waits_for: 'fills' })).toBeNull();
    expect(confirmCommand({ ...brake, state: 'dismissed' })).toBeNull();
    expect(confirmCommand({ ...brake, state: 'confirmed', confirmed_at: '2026-11-21T12:00:00Z' })).toBeNull();
  });

  it('is named as a shell takes it', () => {
    expect(confirmCommand({ ...brake, id: 'key:pacifica/bot#0.0:BTC~cross:17' })).toBe('holdfast cases confirm key:pacifica/bot#0.0:BTC~cross:17');
    expect(confirmCommand({ ...brake, id: `it's; mine` })).toBe(`holdfast cases confirm 'it'\\''s; mine'`);
  });
});

describe('a key', () => {
  it('says of which account and instrument it is', () => {
    expect(placeOf('kalshi/main#2.3:KXRAIN/NYC')).toEqual({ account: 'kalshi/main', instrument: 'KXRAIN/NYC' });
    expect(placeOf('pacifica/bot-1#0.0:BTC~cross')).toEqual({ account: 'pacifica/bot-1', instrument: 'BTC' });
    expect(placeOf('kalshi/main#0.0:A:B')?.instrument).toBe('A:B');
    expect(placeOf(null)).toBeNull();
    expect(placeOf('something else')).toBeNull();
  });
});
