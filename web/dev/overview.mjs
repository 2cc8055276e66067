// @ts-check
// The overview route's answer as text: its amounts are number tokens that no double could write.
import { ago } from './world.mjs';

/** @param {string} contracts @param {string} cost */
const leg = (contracts, cost) => `{"contracts":${contracts},"cost_basis":${cost},"avg_price":0.45}`;
const NONE = '{"kalshi_yes":null,"kalshi_no":null,"poly_yes":null,"poly_no":null}';

/** @param {string} id @param {string} description @param {string} internal @param {string} external @param {string} diff @param {string} status @param {string} reason @param {string} [more] */
const entry = (id, description, internal, external, diff, status, reason, more = '') =>
  `"${id}":{"market_id":"${id}","description":${JSON.stringify(description)},"kalshi_ticker":${id.startsWith('KX') ? `"${id}"` : 'null'},"internal":${internal},"external":${external},"diff_contracts":${diff},"diff_cost_basis":${NONE},"status":"${status}","reason":${JSON.stringify(reason)},"sub_reasons":${more.includes('proposals') ? '["no_ids"]' : '[]'},"as_of":"${ago(12)}"${more}}`;

// An account that never answered, beside others that hold nothing and a book without rows.
export function unheardText() {
  const at = ago(12);
  const errors = '{"pacifica":"pacifica/bot-1: 401, the key is not accepted; nothing is known"}';
  return `{"internal":{"source":"book:arb","read_at":"${ago(75)}","positions":{},"findings":[]},"external":{"snapshot_time":"${at}","kalshi":[],"polymarket":[],"pacifica":null,"kalshi_solana":[],"errors":${errors}},"reconciliation":{"snapshot_time":"${at}","summary":{"match":0,"mismatch":0,"unknown_mapping":0,"api_error":0},"by_market_id":{}},"as_of":"${at}","complete":false,"revision":812,"errors":${errors}}`;
}

export function overviewText() {
  const legs = (/** @type {Record<string,string>} */ own) => JSON.stringify({ kalshi_yes: null, kalshi_no: null, poly_yes: null, poly_no: null }).replace(/"(\w+)":null/g, (_, name) => `"${name}":${own[name] ?? 'null'}`);
  const rows = [
    entry('KXFED-26DEC-T4', 'Fed cuts in December', legs({ kalshi_yes: leg('100', '45.00'), poly_no: leg('100.5', '53.265') }), legs({ kalshi_yes: leg('100', '45.00'), poly_no: leg('100.5', '53.265') }), legs({ kalshi_yes: '0', poly_no: '0' }), 'match', ''),
    entry('fed-25bps', 'Fed decreases rates by 25 bps', legs({ kalshi_yes: leg('49.5', '28.71'), poly_yes: leg('49.5', '28.71') }), legs({ kalshi_yes: leg('49.5', '28.71'), poly_yes: leg('37.3', '21.634') }), legs({ kalshi_yes: '0', poly_yes: '-12.2' }), 'mismatch', 'Polymarket yes: the venue holds 12.2 less than the book'),
    entry('old-row', 'KXBTCD maybe, <b>from an old file</b>', legs({ kalshi_yes: leg('12', '6.00') }), NONE, NONE, 'unknown_mapping', 'The row has no external ids; one holding fits', ',"proposals":[{"leg":"kalshi_yes","key":"kalshi/main#0.0:KXBTCD-26NOV2117-T98999.99","account":"kalshi/main","venue":"kalshi","instrument":"KXBTCD-26NOV2117-T98999.99","title":"Bitcoin above $98,999.99 on Nov 21 at 5pm EST?"}]'),
    entry('external:pacifica:BTC', '', NONE, NONE, NONE, 'unknown_mapping', 'Held at the venue; no row of the book claims it', ',"holding":{"key":"pacifica/bot-1#0.0:BTC~cross","account":"pacifica/bot-1","venue":"pacifica","instrument":"BTC","quantity":-0.125}'),
    entry('perp-hedge', 'Hedge on Pacifica', legs({ kalshi_no: leg('9007199254740993.000000001', '1.10') }), NONE, NONE, 'api_error', 'pacifica/bot-1 did not answer, so this row cannot be compared'),
    entry('done-2025', 'A market that is over', NONE, NONE, NONE, 'match', ''),
  ];
  return `{"internal":{"source":"book:arb","read_at":"${ago(75)}","positions":{},"findings":[{"row":"old-row","field":"realized_pnl","text":"is no number, so it is unknown","raw":"NaN","line":31,"quarantined":false}]},"external":{"snapshot_time":"${ago(391)}","kalshi":[],"polymarket":[],"pacifica":[],"kalshi_solana":[],"errors":{"pacifica":"pacifica/bot-1 did not answer; its last good answer is 391 s old"}},"reconciliation":{"snapshot_time":"${ago(391)}","summary":{"match":2,"mismatch":1,"unknown_mapping":2,"api_error":1},"by_market_id":{${rows.join(',')}}},"as_of":"${ago(391)}","complete":false,"revision":812}`;
}
