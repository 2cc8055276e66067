// Keys that several files sign with. TEST ONLY, every one of them.

/** The owner of the demo's Polymarket wallet, and somebody else: the first keys of every development chain. */
export const POLYMARKET_OWNER = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
export const STRANGER = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';

/** The demo's Pacifica account (seed 00 01 … 1f), and an agent (seed 07 … 07). */
export const PACIFICA_SECRET =
  '1GMkH3brNXiNNs1tiFZHu4yZSRrzJwxi5wB9bHFtMikjwpAW9DMZzU2Pqakc5it8X3N5vPmqdN7KF4CCUpmKhq';
export const AGENT = 'GmaDrppBC7P5ARKV8g3djiwP89vz1jLK23V2GBjuAEGB';
export const AGENT_SECRET =
  '99eUso3aSbE9tqGSTXzo3TLfKb9RkMTURrHKQ1K7Zh3StnzFNUx8FKCPPPPpR479qsw5zv2WNBKmgiz7WqgAJfM';

/** The text with another hexadecimal digit at that place. */
export function broken(hex, place = 20) {
  return hex.slice(0, place) + (hex[place] === '0' ? '1' : '0') + hex.slice(place + 1);
}
