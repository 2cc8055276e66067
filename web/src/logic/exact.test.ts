import { describe, expect, it } from 'vitest';
import { compare, parseExact, partsOf, shown, signOf, textOf, total } from './exact';

const exact = (text: string) => {
  const value = parseExact(text);
  if (!value) throw new Error(text);
  return value;
};

describe('exact amounts', () => {
  it('keep figures that a double cannot hold', () => {
    expect(textOf(exact('9007199254740993.000000001'))).toBe('9007199254740993.000000001');
    expect(total(['0.1', '0.2']).text).toBe('0.3');
    expect(total(['9223372036.854775807', '0.000000001']).text).toBe('9223372036.854775808');
  });

  it('read the whole number grammar', () => {
    expect(textOf(exact('1e-06'))).toBe('0.000001');
    expect(textOf(exact('12.5E3'))).toBe('12500');
    expect(textOf(exact('-0.50'))).toBe('-0.50');
  });

  it('refuse what is no number', () => {
    for (const text of ['', ' ', 'NaN', 'Infinity', '0x10', '1,000', '--1', '1.', '.5', '1e', '1e99999', '<b>1</b>']) {
      expect(parseExact(text), text).toBeNull();
    }
  });

  it('count what is unknown instead of adding zero', () => {
    expect(total(['1.50', null, undefined, 'n/a'])).toEqual({ text: '1.50', known: 1, unknown: 3 });
    expect(total([null])).toEqual({ text: null, known: 0, unknown: 1 });
    expect(total([])).toEqual({ text: null, known: 0, unknown: 0 });
  });

  it('compare across scales', () => {
    expect(compare(exact('1.10'), exact('1.1'))).toBe(0);
    expect(compare(exact('-2'), exact('1.999'))).toBe(-1);
    expect(compare(exact('0.3'), exact('0.29'))).toBe(1);
  });
});

describe('amounts on the page', () => {
  it('are grouped in threes and lose no digit', () => {
    expect(shown('1234567.891')).toBe('1,234,567.891');
    expect(shown('100')).toBe('100');
    expect(shown('1000.000000001')).toBe('1,000.000000001');
    expect(shown('-1234.5', { places: 2, unit: '$' })).toBe('−$1,234.50');
  });

  it('lose zeros behind the last figure, and money keeps two places', () => {
    expect(partsOf('49.500000000')).toEqual({ sign: '', whole: '49', fraction: '.5' });
    expect(partsOf('100.000')).toEqual({ sign: '', whole: '100', fraction: '' });
    expect(shown('4210', { places: 2 })).toBe('4,210.00');
    expect(shown('0.125', { places: 2 })).toBe('0.125');
  });

  it('carry a sign where gain and loss matter, and zero has none', () => {
    expect(shown('3', { signed: true })).toBe('+3');
    expect(shown('-3', { signed: true })).toBe('−3');
    expect(shown('0.00', { signed: true })).toBe('0');
    expect(shown('-0', { signed: true })).toBe('0');
    expect([signOf('-0.01'), signOf('0'), signOf('7'), signOf('what')]).toEqual([-1, 0, 1, 0]);
  });

  it('stay as they came when they are no numbers', () => {
    expect(shown('1/3 of a share')).toBe('1/3 of a share');
    expect(partsOf('unlimited')).toBeNull();
  });
});
