// @ts-check
// Serves web/dist with made-up answers, under the same content policy as the daemon. Dev only.
// POST /_dev/mood {"mood":"usual"|"agree"|"empty"|"starting"|"many"|"unheard"|"signed_out"|"broken"} changes what it says.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { overviewText, unheardText } from './overview.mjs';
import * as world from './world.mjs';

const DIST = process.env['DIST'] ?? fileURLToPath(new URL('../dist/', import.meta.url));
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
let mood = process.env['MOOD'] ?? 'usual';
/** @type {Set<import('node:http').ServerResponse>} */
const streams = new Set();

const envelope = () => ({ as_of: mood === 'starting' ? null : world.ago(12), complete: mood !== 'starting', revision: 812 });

function venues() {
  const all = world.venues();
  if (mood === 'usual') return all;
  const calm = all.map((one) => ({ ...one, verdict: 'agrees', complete: true, error: null, retry_at: null, drifts: 0, as_of: world.ago(9), witness: one.witness || 'trades history, positions_count 2', value: one.value ?? '902.11', value_excludes: 0 }));
  if (mood === 'empty') return calm.map((one) => ({ ...one, holdings: 0, value: '0', pages: 1 }));
  if (mood === 'starting') return all.map((one) => ({ ...one, verdict: 'unknown', holdings: null, as_of: null, complete: false, witness: '', error: null, retry_at: null, value: null, value_excludes: 0, cash: null, drifts: 0, snapshot: null, pages: null }));
  return calm;
}

const calmPositions = () => world.positions.map((row) => ({ ...row, verdict: 'agrees', at_source: row.quantity, as_of: world.ago(9), drift: null }));
const positions = () => (mood === 'many' ? world.many() : mood === 'empty' || mood === 'starting' ? [] : mood === 'agree' ? calmPositions() : world.positions);
const holdings = () => (mood === 'empty' || mood === 'starting' ? [] : mood === 'agree' ? world.holdings.slice(0, -1).map((row) => ({ ...row, verdict: 'agrees' })) : world.holdings);

function status() {
  const base = { ...world.status(), venues: venues() };
  if (mood === 'usual') return base;
  const calm = { ...base, ...envelope(), drifts: { count: 0, at_stake: null, first_seen: null }, cases: 0 };
  if (mood === 'starting') return { ...calm, verdict: 'unknown', headline: 'UNKNOWN', holdings: null, positions: 0, text: 'No account has answered yet; the first answers are being waited for.' };
  const holdings = mood === 'empty' ? 0 : 10;
  return { ...calm, verdict: 'agrees', headline: 'IN AGREEMENT', exit_code: 0, holdings, positions: holdings, text: `All ${holdings} holdings at 4 accounts are what the ledger says.` };
}

/** @param {string} path @param {URLSearchParams} query */
function answer(path, query) {
  if (path === '/api/v1/status') return status();
  if (path === '/api/v1/cases') return { ...envelope(), scope: 'open', cases: mood === 'usual' ? world.cases() : [] };
  if (path === '/api/v1/alerts') return { ...envelope(), scope: 'all', alerts: mood === 'usual' ? world.alerts() : [] };
  if (path === '/api/v1/ledger/positions') return { ...envelope(), scope: 'open', positions: positions() };
  if (path === '/api/v1/holdings') return { ...envelope(), holdings: holdings(), accounts: venues() };
  if (path === '/api/v1/books') return { ...envelope(), books: [{ name: 'arb', rows: 5, read_at: world.ago(75), error: null, findings: [], summary: null }] };
  if (path === '/api/v1/accounts') return { ...envelope(), accounts: venues().map((one) => ({ id: one.name, venue: one.venue, owner: '0x12…ef', revision: 1, head: 'ab', verdict: one.verdict })) };
  if (path === '/api/v1/journal') {
    const after = Number(query.get('after') ?? 0);
    const all = mood === 'empty' || mood === 'starting' ? [] : world.journalOf(query.get('account') ?? '', query.get('account') === 'kalshi/main' ? 640 : 9);
    const rows = all.filter((row) => row.sequence > after).slice(0, Number(query.get('limit') ?? 200));
    const end = rows.at(-1)?.sequence ?? after;
    return { ...envelope(), rows, next_after: end < all.length ? end : null };
  }
  const explain = /^\/api\/v1\/instruments\/([^/]+)\/explanation$/.exec(path);
  if (explain) return explanation(decodeURIComponent(explain[1] ?? ''), query.get('account'));
  return null;
}

/** @param {string} instrument @param {string | null} account */
function explanation(instrument, account) {
  const found = positions().filter((row) => row.instrument === instrument && (!account || row.account === account));
  if (found.length === 0) return null;
  return {
    ...envelope(), instrument,
    keys: found.map((row) => ({
      key: row.key, account: row.account, venue: row.venue, title: row.title, verdict: row.verdict,
      lines: [`The ledger holds ${row.quantity}, folded from 2 journal entries.`, row.at_source === null ? 'The venue’s quantity is unknown: it has not answered for 391 s.' : `The venue held ${row.at_source} in its last complete listing, 12 s ago.`],
      lives: [row], holding: null, entries: world.journalOf(row.account, 12).filter((one) => one.key === row.key),
      snapshot: { id: 's-1', account: row.account, venue: row.venue, as_of: world.ago(12), has_watermark: true, content_hash: '9f'.repeat(32), pages: 2, holdings: 4 },
      witness: '2 of 2 endpoints at block 61234567', cases: mood === 'usual' ? world.cases().filter((one) => one.key === row.key) : [],
    })),
  };
}

/** @param {import('node:http').ServerResponse} out @param {number} code @param {unknown} body @param {string} [type] */
function say(out, code, body, type = 'application/json') {
  out.writeHead(code, { 'content-type': type, 'cache-control': 'no-store' });
  out.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** @param {import('node:http').ServerResponse} out @param {number} status @param {string} title @param {string} detail @param {string} fix */
const problem = (out, status, title, detail, fix) => say(out, status, { type: 'urn:holdfast:problem:dev', title, status, detail, fix }, 'application/problem+json');

const server = createServer(async (request, out) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname === '/_dev/mood') {
    let body = '';
    for await (const part of request) body += part;
    mood = JSON.parse(body).mood;
    for (const stream of streams) stream.write(`id: ${Date.now()}\nevent: sync.completed\ndata: {}\n\n`);
    return say(out, 200, { mood });
  }
  if (url.pathname.startsWith('/api/')) {
    if (mood === 'slow') await new Promise((done) => setTimeout(done, 4000));
    if (mood === 'signed_out') return problem(out, 401, 'Not signed in', 'There is no session in this browser, or it has ended.', 'Open the one-time link that holdfast serve printed. One that was used is no good any more: start holdfast serve again for a new one.');
    if (mood === 'broken') return problem(out, 503, 'The ledger cannot be read', 'SQLite says: disk I/O error. Nothing was changed.', 'Look at the disk, then: holdfast ledger verify');
    if (url.pathname === '/api/v1/events') {
      out.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      out.write(': hello\n\n');
      streams.add(out);
      request.on('close', () => streams.delete(out));
      return;
    }
    if (url.pathname === '/api/v1/sync') {
      await new Promise((done) => setTimeout(done, 700));
      const partly = mood === 'usual';
      return say(out, 200, { ...envelope(), outcome: partly ? 'partly' : 'done', error: partly ? { fault: 'unreachable', what: 'pacifica/bot-1: no answer within 10 s' } : null });
    }
    if (url.pathname === '/api/positions/overview') {
      if (mood === 'starting') return problem(out, 503, 'Not known yet', 'No account has answered completely since start, so there is nothing to compare.', 'Wait for the first snapshot; holdfast status shows which account is missing.');
      return say(out, 200, mood === 'unheard' ? unheardText() : overviewText());
    }
    const body = answer(url.pathname, url.searchParams);
    return body ? say(out, 200, body) : problem(out, 404, 'There is no such thing', `Nothing is known of ${url.pathname}.`, 'Check the address.');
  }
  const name = normalize(url.pathname === '/' ? '/index.html' : url.pathname);
  try {
    const bytes = await readFile(join(DIST, name));
    out.writeHead(200, { 'content-type': TYPES[/** @type {keyof typeof TYPES} */ (extname(name))] ?? 'application/octet-stream', 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' });
    out.end(bytes);
  } catch {
    say(out, 404, 'not here', 'text/plain');
  }
});
server.listen(Number(process.env['PORT'] ?? 8790), '127.0.0.1', () => {
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  console.error(`http://127.0.0.1:${port}/ (${mood})`);
});
