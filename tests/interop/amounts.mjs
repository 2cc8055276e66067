// Decimal texts as whole numbers of 10^-12, so that nothing here ever rounds.
const PLACES = 12;

/** @param {string} text such as "-12.05" @returns {bigint} */
export function exact(text) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (typeof text !== 'string' || !parts || (parts[3] ?? '').length > PLACES) {
    throw new Error(`not a decimal text: ${JSON.stringify(text)}`);
  }
  const [, sign, whole, fraction = ''] = parts;
  const units = BigInt(whole + fraction.padEnd(PLACES, '0'));
  return sign ? -units : units;
}

export const ONE = exact('1');

export const size = (units) => (units < 0n ? -units : units);

export const sum = (all) => all.reduce((total, units) => total + units, 0n);

/** a · b of two exact amounts whose product has at most 12 decimals */
export function product(a, b) {
  if ((a * b) % ONE !== 0n) throw new Error('the product has more than 12 decimals');
  return (a * b) / ONE;
}
