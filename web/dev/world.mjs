// @ts-check
// Answers for developing the page without the daemon. The types are those of api/openapi.yaml, so a
// change there shows here (npm run check).

/** @typedef {import('../src/api/schema').components['schemas']} Schemas */

const START = Date.now();
/** @param {number} secondsAgo */
export const ago = (secondsAgo) => new Date(Date.now() - secondsAgo * 1000).toISOString();
/** @param {number} secondsAgo */
const before = (secondsAgo) => new Date(START - secondsAgo * 1000).toISOString();

const LONG = '71321045679252212594626385532706912750332728571942532289631379312455583992563';

/**
 * @param {Schemas['VenueName']} venue @param {string} account @param {string} instrument
 * @param {string} title @param {string} outcome @param {string} quantity
 * @param {Partial<Schemas['Position']>} more
 * @returns {Schemas['Position']}
 */
function position(venue, account, instrument, title, outcome, quantity, more = {}) {
  return /** @type {Schemas['Position']} */ ({
    key: `${account}#0.0:${instrument}`, account, venue, subaccount: 0, shard: 0, instrument,
    margin: venue === 'pacifica' ? 'cross' : 'none', title, outcome, event: '', slug: '', condition_id: '',
    end_date: '2026-12-10', market_state: 'open', state: 'open', price: '0.62', life: 1,
    side: venue === 'pacifica' ? (quantity.startsWith('-') ? 'short' : 'long') : quantity.startsWith('-') ? 'no' : 'yes',
    quantity, cost: '45.00', average_price: '0.45', value: '62.00', unrealized_pnl: '17.00', realized_pnl: '0',
    unpriced: '0', fees: '0.35', shares: [], unallocated: quantity, sellable: sellable(quantity, more.verdict), origin: 'traded', opened_at: before(90_000), changed_at: before(3600),
    estimated_at: null, closed_at: null, closing: null, entries: 2, at_source: quantity, drift: null,
    source: 's-1', as_of: ago(12), verdict: 'agrees', ...more,
  });
}

// Five of it in an order of the owner's; of what is in doubt nobody says.
/**
 * @param {string} quantity @param {Schemas['Position']['verdict'] | undefined} verdict
 * @returns {Schemas['Sellable']}
 */
function sellable(quantity, verdict) {
  if (verdict) return { quantity: null, reason: 'the position itself is in doubt', as_of: ago(11), parts: [] };
  const size = Math.abs(Number(quantity));
  const inOrders = Math.min(5, size);
  return {
    quantity: String(size - inOrders), reason: null, as_of: ago(11),
    parts: [{ reason: 'open_orders', quantity: String(inOrders), text: 'in open orders' }],
  };
}

export const positions = [
  position('kalshi', 'kalshi/main', 'KXFED-26DEC-T4', 'Will the Fed cut rates in December 2026?', '', '100', { shares: [{ strategy: 'rates', quantity: '60', since: before(80_000) }], unallocated: '40' }),
  position('kalshi', 'kalshi/main', 'KXCPIYOY-26NOV-T3.1', 'CPI year-over-year above 3.1% in November?', '', '-250', { cost: '112.50', average_price: '0.45', unrealized_pnl: '-20.00' }),
  position('kalshi', 'kalshi/main', 'KXBTCD-26NOV2117-T98999.99', 'Bitcoin above $98,999.99 on Nov 21 at 5pm EST?', '', '1240', { cost: '806.00', average_price: '0.65', unrealized_pnl: '99.20' }),
  position('kalshi', 'kalshi/main', 'KXHIGHNY-26NOV22-B54.5', 'Highest temperature in NYC tomorrow 54° to 55°', '', '37', { cost: null, average_price: null, unrealized_pnl: null, origin: 'external' }),
  position('kalshi_solana', 'kalshi-sol/w1', '7dHbWXmci3dT8UFYWYZweBLXgycu7Y3iL6trKn1Y7ARj', 'Will the Fed cut rates in December 2026?', 'Yes', '312.5', { cost: '140.625', average_price: '0.45' }),
  position('polymarket', 'polymarket/7c3d', LONG, 'Fed decreases interest rates by 25 bps after December 2026 meeting?', 'Yes', '49.5', { at_source: '37.3', drift: 'c-17', verdict: 'drift', cost: '28.71', average_price: '0.58', unrealized_pnl: '1.98' }),
  position('polymarket', 'polymarket/7c3d', LONG.replace('713', '208'), 'Will <img src=x onerror="window.__pwned=1"> win the 2028 election?', 'No', '1203.123456', { cost: '842.186419', average_price: '0.7', unrealized_pnl: '-36.09' }),
  position('polymarket', 'polymarket/7c3d', LONG.replace('713', '914'), 'Ethereum above ___ on November 22?', '3,400', '0.000001', { cost: '0.000001', average_price: '0.31', unrealized_pnl: '0' }),
  position('pacifica', 'pacifica/bot-1', 'BTC', '', '', '-0.125', { at_source: null, verdict: 'unknown', as_of: ago(391), cost: '12312.5', average_price: '98500', unrealized_pnl: '-88.4375', fees: '4.92' }),
  position('pacifica', 'pacifica/bot-1', 'VIRTUAL', '', '', '49.5', { at_source: null, verdict: 'unknown', as_of: ago(391), cost: '79.5861', average_price: '1.6078', unrealized_pnl: '2.41' }),
];

/** @returns {Schemas['Alert'][]} */
export const alerts = () => [
  { id: 'c-17', case: 'c-17', account: 'polymarket/7c3d', key: `polymarket/7c3d#0.0:${LONG}`, severity: 'warning', state: 'active', text: `polymarket/7c3d#0.0:${LONG}: suspected witness_conflict, 12.2 at stake: the chain says 37.3, the listing 49.5`, raised_at: before(140), edited_at: ago(20), edits: 2 },
  { id: 'c-18', case: 'c-18', account: 'pacifica/bot-1', key: null, severity: 'critical', state: 'active', text: 'pacifica/bot-1: suspected identity: <b>an agent wallet</b> holds nothing; give the main account’s address', raised_at: before(391), edited_at: ago(391), edits: 0 },
  { id: 'c-12', case: 'c-12', account: 'kalshi-sol/w1', key: null, severity: 'critical', state: 'silenced', text: 'kalshi-sol/w1: dismissed identity: the address is no wallet', raised_at: before(50_000), edited_at: ago(40_000), edits: 1 },
  { id: 'c-9', case: 'c-9', account: 'kalshi/main', key: null, severity: 'info', state: 'resolved', text: 'kalshi/main: explained stale: no answer; ended by listing', raised_at: before(90_000), edited_at: ago(86_000), edits: 1 },
  { id: `claim:polymarket/7c3d#0.0:${LONG}:1`, case: null, account: 'polymarket/7c3d', key: `polymarket/7c3d#0.0:${LONG}`, severity: 'info', state: 'active', text: `polymarket/7c3d#0.0:${LONG}: 12 to claim since 3 days`, raised_at: before(270_000), edited_at: ago(10_000), edits: 3 },
];

// A book of several hundred rows.
export const many = () => Array.from({ length: 450 }, (_, n) => position('kalshi', 'kalshi/main', `KXMANY-${String(n).padStart(4, '0')}`, `Row ${n} of many`, '', String(n + 1)));

/** @param {Schemas['Position']} row @returns {Schemas['Holding']} */
function holding(row) {
  return /** @type {Schemas['Holding']} */ ({
    key: row.key, account: row.account, venue: row.venue, subaccount: 0, shard: 0, instrument: row.instrument, margin: row.margin,
    title: row.title, outcome: row.outcome, event: '', slug: '', condition_id: '', end_date: row.end_date, market_state: 'open', price: row.price,
    side: row.side, quantity: row.at_source ?? row.quantity, flaw: '', redeemable: false, lost: false, average_price: row.average_price,
    cost: row.cost, value: row.value, pnl: row.unrealized_pnl, realized_pnl: '0', fees: '0', percent_pnl: null, source: 's-1',
    as_of: row.as_of ?? ago(12), verdict: row.verdict,
  });
}

export const holdings = [
  ...positions.map(holding),
  /** @type {Schemas['Holding']} */ ({ ...holding(position('polymarket', 'polymarket/7c3d', LONG.replace('713', '555'), 'Row that cannot be read', 'Yes', '1')), quantity: null, flaw: 'size is "abc", which is no number', verdict: 'unknown', cost: null, average_price: null, value: null, pnl: null }),
];

/** @param {string} name @param {Schemas['VenueName']} venue @param {Partial<Schemas['VenueStatus']>} more @returns {Schemas['VenueStatus']} */
function venue(name, venue, more = {}) {
  return { name, venue, verdict: 'agrees', holdings: 4, as_of: ago(12), complete: true, witness: 'fills', error: null, asked_at: ago(12), applied_at: ago(12), retry_at: null, value: '4210.00', value_excludes: 0, to_claim: '0', cash: '1204.55', drifts: 0, snapshot: 's-1', pages: 1, passes: 41, refused: 0, streams: [], polled_only: [], ...more };
}

/** @returns {Schemas['VenueStatus'][]} */
export const venues = () => [
  venue('kalshi/main', 'kalshi', { witness: 'fills and settlements since 13:58:02, balance breakdown', value_excludes: 1 }),
  venue('kalshi-sol/w1', 'kalshi_solana', { holdings: 1, value: '310.00', cash: null, witness: '2 of 2 endpoints at slot 376123456', as_of: ago(14) }),
  venue('polymarket/7c3d', 'polymarket', { verdict: 'drift', drifts: 1, holdings: 4, value: '1980.503219', to_claim: '12', cash: '88.10', witness: '2 of 2 endpoints at block 61234567', as_of: ago(11), pages: 2 }),
  venue('pacifica/bot-1', 'pacifica', { verdict: 'unknown', complete: false, holdings: 2, value: null, cash: null, witness: '', as_of: ago(391), error: { fault: 'unreachable', what: 'no answer from api.pacifica.fi within 10 s; its positions are as they were, nothing was closed' }, retry_at: new Date(Date.now() + 12_000).toISOString(), refused: 3 }),
];

/** @param {Partial<Schemas['Case']>} more @returns {Schemas['Case']} */
const oneCase = (more) => ({ id: 'c-17', account: 'polymarket/7c3d', key: positions[5]?.key ?? null, instrument: LONG, reason: 'suspected', state: 'suspected', opened_at: before(214), updated_at: before(30), closed_at: null, sightings: 3, ours: '49.5', theirs: '37.3', at_stake: '12.20', keys: [], released_keys: [], confirmed_at: null, confirmed_by: '', confirmed_keys: [], evidence: [], text: 'The venue holds 12.2 less than the ledger and no fill explains it yet.', waits_for: 'sightings', waits_text: 'fills or a settlement that tell of 12.2 less; without them it is booked as found when seen 2x, over 30 s', note: '', ...more });

export const cases = () => [
  oneCase({}),
  oneCase({ id: 'c-18', account: 'pacifica/bot-1', key: null, instrument: null, reason: 'stale', state: 'confirmed', ours: '0', theirs: null, at_stake: null, sightings: 4, opened_at: before(300), text: 'pacifica/bot-1 has not answered for 391 s; its 2 positions are unknown until it does.', waits_for: 'answer', waits_text: 'a complete answer of the venue' }),
  oneCase({ id: 'brake:kalshi/main:1763718254123000000', account: 'kalshi/main', key: null, instrument: null, reason: 'brake', ours: null, theirs: null, at_stake: '806.00', sightings: 2, opened_at: before(60), keys: positions.slice(1, 3).map(({ key }) => key), waits_for: 'confirmation', waits_text: "a witness for each of its positions, or a person's confirmation", text: 'kalshi/main: 2 positions would close at once without a witness; they are held back.' }),
];

/** @param {number} n @param {Schemas['Position']} row @returns {Schemas['JournalRow']} */
function entry(n, row) {
  const kind = /** @type {const} */ (['fill', 'fill', 'adoption', 'correction', 'settlement', 'close'])[n % 6] ?? 'fill';
  return /** @type {Schemas['JournalRow']} */ ({
    key: row.key, account: row.account, venue: row.venue, subaccount: 0, shard: 0, instrument: row.instrument, margin: row.margin,
    sequence: n, booked_at: before(90_000 - n * 61), hash: 'ab'.repeat(32), id: `${row.account}/e-${n}`, kind,
    change: kind === 'close' ? '-49.5' : '49.5', price: kind === 'fill' ? '0.58' : null, fee: kind === 'fill' ? '0.35' : '0', at: before(90_000 - n * 61 + 2),
    evidence: { kind: kind === 'fill' ? 'fill' : 'listing', id: kind === 'fill' ? `0x${'9f3c'.repeat(8)}-${n}` : 's-1', at: before(90_000), text: kind === 'fill' ? 'bought 49.5 at 0.58' : 'listed by a complete snapshot' },
    closing: kind === 'close' ? { kind: 'chain_balance', id: 'polygon:61234567:0xabc', at: before(80_000), text: 'balance 0 at block 61234567, 2 of 2 endpoints' } : null,
    supersedes: null,
  });
}

/** @param {string} account @param {number} length @returns {Schemas['JournalRow'][]} */
export function journalOf(account, length) {
  const own = positions.filter((row) => row.account === account);
  return own.length === 0 ? [] : Array.from({ length }, (_, i) => entry(i + 1, /** @type {Schemas['Position']} */ (own[i % own.length])));
}

/** @returns {Schemas['Status']} */
export function status() {
  return {
    as_of: ago(391), complete: false, revision: 812, verdict: 'drift', headline: 'DRIFT', exit_code: 3,
    text: 'Drift suspected on 1 of 11 holdings with $12.20 at stake; pacifica/bot-1 is unknown.', environment: 'paper', version: '0.1.0',
    holdings: 11, positions: 10, drifts: { count: 1, at_stake: '12.20', first_seen: before(214) }, cases: 3, venues: venues(),
  };
}
