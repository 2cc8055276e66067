// The page inside the real binary, beside the simulator's venues: what it shows is what the API says.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, PHONE, Visit, WIDE } from './browser.mjs';
import { looksRight, staysAtHome } from './checks.mjs';
import { eventually, Holdfast, Venues } from './real_programs.mjs';

const EVIL = 'Will <img src=x onerror="window.__pwned=1"> resolve?';
const GONE = [/Failed to load resource/, /net::ERR/];
const leg = (contracts, cost) => ({ contracts, cost_basis: cost, avg_price: 0.5 });
const NOTHING = leg(0, 0);
// One row that fits a holding of the demo world, one without ids, one of a market nobody holds.
const BOOK = JSON.stringify({
  positions: {
    'fed-december': { market_id: 'fed-december', description: 'Fed holds in December', external_ids: { kalshi_market_ticker: 'KXFEDDECISION-26DEC-H0' }, kalshi_yes: leg(120, 73.2), kalshi_no: NOTHING, poly_yes: NOTHING, poly_no: NOTHING, total_fees: 2, opened_at: '2026-11-12T11:17:44Z', status: 'open', realized_pnl: null },
    'old-row': { market_id: 'old-row', description: 'From an old file <b>bold</b>', kalshi_yes: leg(3, 1.5), kalshi_no: NOTHING, poly_yes: NOTHING, poly_no: NOTHING, total_fees: 0, opened_at: '2026-11-12T11:17:44Z', status: 'open', realized_pnl: null },
  },
});

describe('the page of the real binary', () => {
  let browser;
  let venues;
  let holdfast;
  before(async () => {
    browser = await launch();
    venues = await Venues.start();
    holdfast = await new Holdfast(venues, { book: BOOK }).start();
    await eventually(async () => (await holdfast.get('/api/v1/status')).complete, 'every account has answered');
  });
  after(async () => {
    await browser?.close();
    await holdfast?.end();
    await venues?.stop();
  });

  const headlineIs = (visit, word) =>
    visit.page.waitForFunction((text) => document.querySelector('.verdict .word')?.textContent === text, word, { timeout: 45_000 });
  const keysOf = async () => {
    const { positions } = await holdfast.get('/api/v1/ledger/positions');
    const { holdings } = await holdfast.get('/api/v1/holdings');
    return [...new Set([...positions, ...holdings].map(({ key }) => key))].sort();
  };

  for (const size of [WIDE, PHONE]) {
    for (const theme of ['light', 'dark']) {
      it(`looks right on every page, ${size.width} px, ${theme}`, async () => {
        const visit = await Visit.open(browser, holdfast.url, { size, theme });
        const [key] = await keysOf();
        const panel = `/#/positions/${encodeURIComponent(key.slice(key.indexOf(':') + 1))}`;
        for (const [name, path] of Object.entries({ overview: '/#/overview', positions: '/#/positions', panel, books: '/#/books', journal: '/#/journal' })) {
          await visit.go(path);
          await looksRight(visit, `${name} (${size.width} px, ${theme})`);
          await visit.picture(`real-${name}-${size.width}-${theme}`);
        }
        staysAtHome(visit, `${size.width} px, ${theme}`);
        await visit.close();
      });
    }
  }

  it('says the verdict and has a row for each account, key, entry and market of the API', async () => {
    const visit = await Visit.open(browser, holdfast.url);
    const status = await holdfast.get('/api/v1/status');
    assert.equal(await visit.text('.verdict .word'), status.headline);
    assert.equal(await visit.page.locator('tr[data-account]').count(), status.venues.length);
    await visit.go('/#/positions');
    const keys = await visit.page.locator('tr.row').evaluateAll((rows) => rows.map((row) => row.dataset.key));
    assert.deepEqual(keys.sort(), await keysOf());
    await visit.go('/#/journal');
    let entries = 0;
    for (const { name } of status.venues) entries += (await holdfast.get(`/api/v1/journal?account=${encodeURIComponent(name)}&limit=1000`)).rows.length;
    assert.equal(await visit.page.locator('tr.row').count(), Math.min(entries, 100));
    assert.match(await visit.text('.filters p'), new RegExp(`^${entries} entries`));
    await visit.go('/#/books');
    const { reconciliation } = await holdfast.get('/api/positions/overview');
    assert.equal(await visit.page.locator('tr.row').count(), Object.keys(reconciliation.by_market_id).length);
    for (const [name, count] of Object.entries(reconciliation.summary)) {
      assert.equal(await visit.text(`.figure[data-status="${name}"]`), String(count), name);
    }
    await visit.close();
  });

  it('shows each quantity, cost and average to the digit', async () => {
    const { positions } = await holdfast.get('/api/v1/ledger/positions');
    const visit = await Visit.open(browser, holdfast.url, { path: '/#/positions' });
    const shown = await visit.page.locator('tr.row').evaluateAll((rows) =>
      Object.fromEntries(rows.map((row) => [row.dataset.key, ['Ledger', 'Venue', 'Cost', 'Average'].map((label) => row.querySelector(`[data-label="${label}"] data`)?.value ?? row.querySelector(`[data-label="${label}"]`).textContent)])),
    );
    for (const row of positions) {
      assert.deepEqual(shown[row.key], [row.quantity, row.at_source, row.cost, row.average_price].map((amount) => amount ?? 'unknown'), row.key);
    }
    await visit.close();
  });

  it('explains a position beside its row', async () => {
    const { positions } = await holdfast.get('/api/v1/ledger/positions');
    const row = positions.find(({ entries }) => entries > 0);
    const visit = await Visit.open(browser, holdfast.url, { path: `/#/positions/${encodeURIComponent(row.instrument)}?of=${encodeURIComponent(row.account)}` });
    await visit.page.waitForSelector('.panel .lines li', { state: 'attached' });
    const { keys } = await holdfast.get(`/api/v1/instruments/${encodeURIComponent(row.instrument)}/explanation?account=${encodeURIComponent(row.account)}`);
    assert.deepEqual((await visit.page.locator('.panel .lines li').count()), keys.flatMap(({ lines }) => lines).length);
    assert.equal(await visit.page.locator('.panel tbody tr').count(), keys.flatMap(({ entries }) => entries).length);
    await visit.close();
  });

  it('refreshes for a guest by reading, and after the one-time link by asking', async () => {
    const visit = await Visit.open(browser, holdfast.url);
    const answered = () => visit.page.waitForFunction(() => /All accounts answered/.test(document.querySelector('.said')?.textContent ?? ''), undefined, { timeout: 20_000 });
    await visit.page.keyboard.press('r');
    await answered();
    staysAtHome(visit, 'a guest', { expected: [/Failed to load resource: .* 401/] });
    // A link that meets no answer is not used up: a reload tries it again.
    const session = '**/api/v1/session';
    await visit.page.route(session, (route) => route.abort());
    await visit.page.goto(holdfast.link);
    await visit.page.waitForFunction(() => /does not answer/.test(document.getElementById('say').textContent));
    await visit.page.unroute(session);
    await visit.page.reload();
    await visit.page.waitForURL(`${holdfast.url}/`);
    await visit.settled();
    const [cookie] = await visit.context.cookies();
    assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, 'Strict']);
    const asked = visit.page.waitForResponse((response) => response.request().method() === 'POST');
    await visit.page.locator('.tools .main').click();
    assert.ok([200, 202].includes((await asked).status()));
    await visit.page.goto(holdfast.link);
    await visit.page.waitForFunction(() => /used before or is too old/.test(document.getElementById('say').textContent));
    assert.match(await visit.text('body'), /start Holdfast again/);
    await visit.close();
  });

  it('shows a new position as it comes, its venue’s text as text', async () => {
    const visit = await Visit.open(browser, holdfast.url, { path: '/#/positions' });
    const before = await visit.page.locator('tr.row').count();
    const { done } = await venues.act({ venue: 'polymarket', do: 'add_market', slug: 'evil', question: EVIL, event_slug: 'evil', outcomes: ['Yes', 'No'] });
    await venues.act({ venue: 'polymarket', do: 'buy', wallet: venues.ready.polymarket_wallet, token_id: done[0].token_ids[0], size: '12.5', price: '0.5' });
    await visit.page.waitForFunction((rows) => document.querySelectorAll('tr.row').length > rows, before, { timeout: 45_000 });
    const link = visit.page.locator('.row-link', { hasText: '<img src=x onerror=' });
    assert.equal(await link.count(), 1);
    await link.click();
    await visit.page.waitForSelector('.panel .lines li', { state: 'attached' });
    await visit.go('/#/books');
    assert.equal(await visit.page.locator('.row-link', { hasText: '<b>bold</b>' }).count(), 1);
    assert.equal(await visit.page.evaluate(() => window.__pwned), undefined);
    assert.equal(await visit.page.locator('main img, .panel img').count(), 0);
    staysAtHome(visit, 'hostile text');
    await visit.close();
  });

  it('goes to UNKNOWN with a silent venue, keeps its rows, names the fault, and comes back', async () => {
    const visit = await Visit.open(browser, holdfast.url);
    const { holdings } = (await holdfast.get('/api/v1/status')).venues.find(({ venue }) => venue === 'kalshi');
    await venues.fault({ venue: 'kalshi', kind: 'http', params: { status: 503 } });
    await headlineIs(visit, 'UNKNOWN');
    const row = visit.page.locator('tr[data-account="kalshi/main"]');
    assert.equal(await row.locator('[data-label="Holdings"]').innerText(), String(holdings));
    assert.match(await row.innerText(), /stale/);
    assert.match(await row.locator('[data-label="Last attempt"]').innerText(), /^[a-z ]+: ./);
    await looksRight(visit, 'a silent venue');
    await visit.picture('real-silent-venue-1280-light');
    await visit.go('/#/books');
    assert.match(await visit.text('.notice'), /did not answer|kalshi/i);
    await visit.go('/#/overview');
    await venues.heal();
    await headlineIs(visit, 'IN AGREEMENT');
    await visit.close();
  });

  it('goes to DRIFT when the venue contradicts the ledger, with its case, and removes nothing', async () => {
    const visit = await Visit.open(browser, holdfast.url, { size: PHONE, theme: 'dark' });
    const held = (await keysOf()).length;
    await venues.fault(
      { venue: 'polygon/2', kind: 'lie', params: { balance: '0' } },
      { venue: 'polymarket-data', endpoint: 'v2_positions', kind: 'empty', params: { body: '{"data":[],"pagination":{"limit":1000,"offset":0,"has_more":false,"next_cursor":null}}' } },
    );
    await headlineIs(visit, 'DRIFT');
    await visit.page.waitForFunction(() => document.querySelectorAll('tr[data-case]').length > 0, undefined, { timeout: 30_000 });
    await looksRight(visit, 'drift');
    await visit.picture('real-drift-360-dark');
    await visit.go('/#/positions?verdict=drift');
    assert.ok((await visit.page.locator('tr.row').count()) > 0);
    await visit.go('/#/positions');
    assert.equal(await visit.page.locator('tr.row').count(), held);
    await venues.heal();
    await visit.close();
  });

  it('says that the server is gone, keeps its rows, and follows it when it is back', async () => {
    const visit = await Visit.open(browser, holdfast.url);
    const rows = await visit.page.locator('tr[data-account]').count();
    await holdfast.stop();
    await headlineIs(visit, 'UNKNOWN');
    assert.match(await visit.text('.notice'), /Holdfast does not answer/);
    assert.equal(await visit.page.locator('tr[data-account]').count(), rows);
    await looksRight(visit, 'a server that is gone');
    await visit.picture('real-gone-1280-light');
    await holdfast.start(holdfast.port);
    await headlineIs(visit, 'IN AGREEMENT');
    assert.equal(await visit.page.locator('.notice').count(), 0);
    staysAtHome(visit, 'a server that went away', { expected: GONE });
    await visit.close();
  });
});

describe('the page before the first answers', () => {
  it('says unknown, not zero, and offers no comparison', async () => {
    const venues = await Venues.start();
    await venues.fault({ venue: 'kalshi', kind: 'timeout' }, { venue: 'polymarket-data', kind: 'timeout' });
    const holdfast = await new Holdfast(venues, { intervalS: 30 }).start();
    const browser = await launch();
    try {
      const visit = await Visit.open(browser, holdfast.url, { size: PHONE });
      assert.equal(await visit.text('.verdict .word'), 'UNKNOWN');
      const figures = await visit.page.locator('.verdict .figure').allInnerTexts();
      assert.deepEqual(figures.slice(0, 3), ['unknown', 'unknown', 'unknown']);
      await looksRight(visit, 'the first seconds');
      await visit.picture('real-starting-360-light');
      await visit.go('/#/books');
      assert.equal(await visit.page.locator('table').count(), 0);
      assert.equal(await visit.page.locator('.notice').count(), 1);
      await looksRight(visit, 'books in the first seconds');
      await visit.close();
    } finally {
      await browser.close();
      await holdfast.end();
      await venues.stop();
    }
  });
});
