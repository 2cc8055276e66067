import { describe, expect, it } from 'vitest';
import { ServerClock, ageSeconds, ageText, momentText } from './age';

const noon = Date.parse('2026-11-21T12:00:00Z');

describe('ages', () => {
  it('are unknown, not zero, without a moment', () => {
    expect(ageSeconds(null, noon)).toBeNull();
    expect(ageSeconds('soon', noon)).toBeNull();
  });

  it('never run backwards', () => {
    expect(ageSeconds('2026-11-21T12:00:03.000Z', noon)).toBe(0);
    expect(ageSeconds('2026-11-21T11:58:29.000Z', noon)).toBe(91);
  });

  it('read well at every size', () => {
    expect([0, 99, 100, 6100, 200_000].map(ageText)).toEqual(['0 s', '99 s', '1 min', '1 h', '2 d']);
  });

  it('follow the server when the browser’s clock is wrong', () => {
    const clock = new ServerClock();
    clock.learn('Sat, 21 Nov 2026 12:00:00 GMT', noon - 3_600_000);
    expect(clock.now(noon - 3_600_000)).toBe(noon);
    clock.learn('Sat, 21 Nov 2026 12:00:00 GMT', noon + 900);
    expect(clock.now(noon)).toBe(noon);
    clock.learn('garbage', noon);
    expect(clock.now(noon)).toBe(noon);
  });
});

describe('moments', () => {
  it('are told in UTC, which they name, with the day when it is another', () => {
    expect(momentText('2026-11-21T11:58:29.900Z', noon)).toBe('11:58:29 UTC');
    expect(momentText('2026-11-21T01:30:00+02:00', noon)).toBe('2026-11-20 23:30:00 UTC');
    expect(momentText(null, noon)).toBe('unknown');
    expect(momentText('soon', noon)).toBe('unknown');
  });
});
