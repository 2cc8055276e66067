// Amounts arrive as decimal text and stay text: a double would round them. Arithmetic, where a total
// is shown, is done on integers of a common scale.

export interface Exact {
  units: bigint; // value = units / 10^scale
  scale: number;
}

const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

// Null for text that is no plain decimal number: the caller shows it as it came.
export function parseExact(text: string): Exact | null {
  const found = NUMBER.exec(text.trim());
  if (!found) return null;
  const [, sign, whole = '', fraction = '', exponent] = found;
  const shift = exponent ? Number(exponent) : 0;
  let units = BigInt(whole + fraction);
  let scale = fraction.length - shift;
  if (scale < 0) {
    units *= 10n ** BigInt(-scale);
    scale = 0;
  }
  return { units: sign === '-' ? -units : units, scale };
}

export function add(a: Exact, b: Exact): Exact {
  const scale = Math.max(a.scale, b.scale);
  return { units: at(a, scale) + at(b, scale), scale };
}

export function compare(a: Exact, b: Exact): number {
  const scale = Math.max(a.scale, b.scale);
  const left = at(a, scale);
  const right = at(b, scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function textOf(value: Exact): string {
  const negative = value.units < 0n;
  const digits = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, '0');
  const whole = digits.slice(0, digits.length - value.scale);
  const fraction = value.scale > 0 ? '.' + digits.slice(digits.length - value.scale) : '';
  return (negative ? '-' : '') + whole + fraction;
}

export interface Total {
  text: string | null; // null: no amount was known
  known: number;
  unknown: number; // left out of the text, and said so
}

// Unknown is not zero: it is counted, never added.
export function total(amounts: readonly (string | null | undefined)[]): Total {
  let sum: Exact | null = null;
  let known = 0;
  for (const amount of amounts) {
    const value = amount == null ? null : parseExact(amount);
    if (!value) continue;
    known += 1;
    sum = sum ? add(sum, value) : value;
  }
  return { text: sum ? textOf(sum) : null, known, unknown: amounts.length - known };
}

export interface Parts {
  sign: '' | '+' | '−';
  whole: string; // grouped in threes
  fraction: string; // with its point, or empty
}

// How an amount is drawn: no digit that says something is dropped. Zeros behind the last figure go,
// then zeros fill up to `places` (money has two).
export function partsOf(text: string, options: { signed?: boolean; places?: number } = {}): Parts | null {
  const value = parseExact(text);
  if (!value) return null;
  const [whole = '0', given = ''] = textOf({ ...value, units: abs(value.units) }).split('.');
  const places = options.places ?? 0;
  const kept = given.replace(/0+$/, '').padEnd(places, '0');
  const sign = value.units < 0n ? '−' : options.signed && value.units > 0n ? '+' : '';
  return { sign, whole: grouped(whole), fraction: kept ? '.' + kept : '' };
}

export function signOf(text: string): -1 | 0 | 1 {
  const value = parseExact(text);
  if (!value || value.units === 0n) return 0;
  return value.units < 0n ? -1 : 1;
}

// One line of text, for labels and sentences.
export function shown(text: string, options: { signed?: boolean; places?: number; unit?: string } = {}): string {
  const parts = partsOf(text, options);
  if (!parts) return text;
  return parts.sign + (options.unit ?? '') + parts.whole + parts.fraction;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

function at(value: Exact, scale: number): bigint {
  return value.units * 10n ** BigInt(scale - value.scale);
}

function abs(units: bigint): bigint {
  return units < 0n ? -units : units;
}
