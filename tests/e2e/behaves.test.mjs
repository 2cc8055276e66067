// What the page does when something happens: to the server, the keyboard, the address, the theme.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, PHONE, Visit } from './browser.mjs';
import { staysAtHome } from './checks.mjs';
import { MadeUpServer } from './made_up_server.mjs';

const GONE = [/Failed to load resource/, /ERR_CONNECTION_REFUSED/, /net::ERR/];

describe('the page behaves', () => {
  let browser;
  let server;
  before(async () => {
    browser = await launch();
    server = await MadeUpServer.start('usual');
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const headline = (visit) => visit.text('.verdict .word');
  const rows = (visit) => visit.page.locator('tbody tr.row').count();
  const until = (visit, check, value) => visit.page.waitForFunction(check, value, { timeout: 15_000 });
  const headlineIs = (visit, word) => until(visit, (text) => document.querySelector('.verdict .word')?.textContent === text, word);

  it('says the headline of the API, in word, shape and title', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url);
    const { headline: word, text } = await server.get('/api/v1/status');
    assert.equal(await headline(visit), word);
    assert.equal(await visit.text('.verdict .text'), text);
    assert.equal(await visit.page.locator('.verdict svg.shape.drift').count(), 1);
    assert.match(await visit.page.title(), /^▲ DRIFT/);
    await visit.close();
  });

  it('follows the event stream without being asked', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url);
    await until(visit, () => document.querySelector('.link')?.textContent === 'live');
    await server.mood('agree');
    await headlineIs(visit, 'IN AGREEMENT');
    staysAtHome(visit, 'the stream');
    await visit.close();
  });

  it('asks every few seconds while there is no stream', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url, { stream: false });
    await server.mood('agree');
    await headlineIs(visit, 'IN AGREEMENT');
    assert.equal(await visit.text('.link'), 'every 5 s');
    await visit.close();
  });

  it('lets no answer grow old, and calls none live that has', async () => {
    await server.mood('agree');
    const visit = await Visit.open(browser, server.url, { clock: true });
    await visit.page.locator('.auto input').uncheck();
    const linkIs = (word) => until(visit, (text) => document.querySelector('.link')?.textContent === text, word);
    await linkIs('live');
    let mute = true; // a connection that is half open: nothing comes back, and nothing fails
    const held = [];
    await visit.page.route('**/api/v1/**', (route) => (mute ? held.push(route) : route.continue()));
    const asked = visit.page.waitForRequest('**/api/v1/status', { timeout: 15_000 });
    await visit.page.clock.fastForward(51_000);
    await asked; // by itself
    while (held.length === 0) await visit.page.waitForTimeout(20);
    await until(visit, () => / s old$/.test(document.querySelector('.link')?.textContent ?? ''));
    await Promise.all(held.splice(0).map((route) => route.abort()));
    await headlineIs(visit, 'UNKNOWN');
    mute = false;
    await Promise.all(held.splice(0).map((route) => route.abort()));
    await visit.page.clock.fastForward(6_000);
    await headlineIs(visit, 'IN AGREEMENT');
    await visit.close();
  });

  it('says that the server is gone, claims nothing, keeps every row, and recovers by itself', async () => {
    const own = await MadeUpServer.start('agree');
    const visit = await Visit.open(browser, own.url);
    assert.equal(await headline(visit), 'IN AGREEMENT');
    const before = await rows(visit);
    await own.stop();
    await headlineIs(visit, 'UNKNOWN');
    assert.match(await visit.text('.notice'), /Holdfast does not answer/);
    assert.match(await visit.text('.verdict .text'), /Its last word was IN AGREEMENT/);
    assert.equal(await rows(visit), before);
    assert.equal(await visit.page.locator('tr.row .state:not(.unknown)').count(), 0, 'no account is called agreeing');
    await visit.picture('gone-overview-1280-light');
    await visit.page.keyboard.press('g');
    await visit.page.keyboard.press('p');
    await until(visit, () => document.querySelector('h1')?.textContent === 'Positions');
    assert.ok((await rows(visit)) > 0, 'positions stay');
    const again = await MadeUpServer.start('agree', new URL(own.url).port);
    await until(visit, () => !document.querySelector('.notice'));
    await visit.page.keyboard.press('g');
    await visit.page.keyboard.press('o');
    await headlineIs(visit, 'IN AGREEMENT');
    staysAtHome(visit, 'a server that went away', { expected: GONE });
    await visit.close();
    await again.stop();
  });

  it('refreshes once at a time and says what came of it', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url);
    let asked = 0;
    visit.page.on('request', (request) => { if (request.method() === 'POST') asked += 1; });
    const button = visit.page.locator('.tools .main');
    await button.click();
    assert.equal(await button.isDisabled(), true);
    await visit.page.keyboard.press('r');
    await until(visit, () => /not all answered: pacifica/.test(document.querySelector('.said')?.textContent ?? ''));
    assert.equal(await button.isDisabled(), false);
    assert.equal(asked, 1);
    await server.mood('agree');
    await visit.page.keyboard.press('r');
    await until(visit, () => /All accounts answered/.test(document.querySelector('.said')?.textContent ?? ''));
    await visit.close();
  });

  it('tells every moment in UTC, wherever the browser is', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url, { path: '/#/journal', zone: 'Asia/Kolkata' });
    for (const selector of ['.meta time', 'tr.row time']) {
      const time = visit.page.locator(selector).first();
      const iso = await time.getAttribute('datetime');
      assert.ok((await time.innerText()).endsWith(`${iso.slice(11, 19)} UTC`), selector);
    }
    await visit.close();
  });

  it('remembers the 30 s toggle and the theme', async () => {
    const visit = await Visit.open(browser, server.url);
    await visit.page.locator('.auto input').uncheck();
    await visit.page.locator('.theme').click();
    await visit.page.locator('.theme').click();
    await visit.page.reload();
    await visit.settled();
    assert.equal(await visit.page.locator('.auto input').isChecked(), false);
    assert.equal(await visit.page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    const ground = await visit.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    assert.equal(ground, 'rgb(13, 17, 21)', 'dark although the system is light');
    await visit.close();
  });

  it('shows text from venues as text', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url, { path: '/#/positions' });
    const link = visit.page.locator('.row-link', { hasText: '<img src=x onerror=' });
    assert.equal(await link.count(), 1);
    await link.click();
    await until(visit, () => /<img/.test(document.querySelector('#panel-title')?.textContent ?? ''));
    for (const path of ['/#/journal', '/#/books']) await visit.go(path);
    assert.equal(await visit.page.locator('.row-link', { hasText: '<b>from an old file</b>' }).count(), 1);
    assert.equal(await visit.page.evaluate(() => window.__pwned), undefined);
    assert.equal(await visit.page.locator('main img, main b b, .panel img').count(), 0);
    staysAtHome(visit, 'hostile text');
    await visit.close();
  });

  it('calls the unknown unknown, never zero or nothing', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url, { path: '/#/positions' });
    const row = visit.page.locator('tr[data-key^="pacifica/bot-1"]').first();
    assert.equal(await row.locator('[data-label="Venue"]').innerText(), 'unknown');
    assert.equal(await row.locator('[data-label="Difference"]').innerText(), 'unknown');
    assert.match(await row.locator('[data-label="As of"]').innerText(), /stale/);
    await visit.go('/#/overview');
    // Each account has answered once since the start, and one does not answer now.
    for (const path of ['/#/overview', '/#/positions', '/#/books', '/#/journal', '/#/alerts']) {
      await visit.go(path);
      assert.match(await visit.text('.meta'), /not complete/, path);
    }
    await visit.go('/#/overview');
    await server.mood('starting');
    await headlineIs(visit, 'UNKNOWN');
    const figures = await visit.page.locator('.verdict .figure').allInnerTexts();
    assert.deepEqual(figures, ['unknown', 'unknown', 'unknown', '0']);
    await visit.close();
  });

  it('says who is empty, when, and how whole the answer was', async () => {
    await server.mood('empty');
    const visit = await Visit.open(browser, server.url, { path: '/#/positions', size: PHONE });
    assert.match(await visit.text('main .empty'), /No holdings at Kalshi as of (\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d UTC \(complete, 1 page\), kalshi\/main/);
    await visit.close();
  });

  it('shows a silenced message as bad as it is, and green only what is over', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url, { path: '/#/alerts' });
    const tone = (id) => visit.page.locator(`tr[data-message="${id}"] .state`).first().getAttribute('class');
    assert.match(await tone('c-12'), /stopped/);
    assert.match(await tone('c-18'), /stopped/);
    assert.match(await tone('c-9'), /agrees/);
    await visit.close();
  });

  it('leads from a message to its position and to its case, and names the command for a word', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url, { path: '/#/alerts' });
    const message = (id) => visit.page.locator(`tr[data-message="${id}"]`);
    await message('c-17').locator('.row-link').click();
    await until(visit, () => /^Fed decreases/.test(document.querySelector('#panel-title')?.textContent ?? ''));
    await visit.page.keyboard.press('Escape');
    assert.equal(await message('c-9').locator('a').count(), 0, 'its case is over');
    await message('c-18').locator('a').click();
    await visit.settled();
    assert.deepEqual(await visit.page.locator('tr[data-case]').evaluateAll((all) => all.map((row) => row.dataset.case)), ['c-18']);
    await visit.page.getByRole('link', { name: 'Show all' }).click();
    await until(visit, () => document.querySelectorAll('tr[data-case]').length === 3);
    const brake = 'brake:kalshi/main:1763718254123000000';
    assert.equal(await visit.text(`tr[data-case="${brake}"] code`), `holdfast cases confirm ${brake}`);
    assert.equal(await visit.text('tr[data-case="c-17"] code'), 'c-17');
    await visit.go('/#/overview?case=c-1');
    assert.match(await visit.text('main .card .empty'), /Case c-1 is not open any more/);
    await visit.close();
  });

  it('offers every kind of entry that the API knows', async () => {
    const visit = await Visit.open(browser, server.url, { path: '/#/journal?kind=funding' });
    assert.equal(await visit.page.locator('select').nth(1).locator('option').count(), 10);
    await visit.close();
  });

  it('does not call a venue that never answered empty', async () => {
    await server.mood('unheard');
    const visit = await Visit.open(browser, server.url, { path: '/#/books' });
    assert.match(await visit.text('main .empty'), /^No markets in arb; what is held at Pacifica is unknown\.$/);
    assert.match(await visit.text('.notice'), /Pacifica: pacifica\/bot-1: 401/);
    staysAtHome(visit, 'a venue that never answered');
    await visit.close();
  });

  it('keeps every digit of a figure that no double holds', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url, { path: '/#/books' });
    const figure = visit.page.locator('[data-market="perp-hedge"] data').first();
    assert.equal(await figure.innerText(), '9,007,199,254,740,993.000000001');
    assert.equal(await figure.getAttribute('value'), '9007199254740993.000000001');
    const counts = await visit.page.locator('.count .figure').allInnerTexts();
    assert.deepEqual(counts, ['2', '1', '2', '1']);
    await visit.close();
  });

  it('shows each key of the API once, held or booked', async () => {
    await server.mood('usual');
    const { positions } = await server.get('/api/v1/ledger/positions');
    const { holdings } = await server.get('/api/v1/holdings');
    const { cases } = await server.get('/api/v1/cases');
    const { venues } = await server.get('/api/v1/status');
    const visit = await Visit.open(browser, server.url, { path: '/#/positions' });
    const keys = await visit.page.locator('tr.row').evaluateAll((all) => all.map((row) => row.dataset.key));
    assert.deepEqual(keys.sort(), [...new Set([...positions, ...holdings].map(({ key }) => key))].sort());
    await visit.go('/#/overview');
    assert.equal(await visit.page.locator('tr[data-account]').count(), venues.length);
    assert.equal(await visit.page.locator('tr[data-case]').count(), cases.length);
    await visit.close();
  });

  it('draws the first rows of many, the rest when it is wanted, and filters all', async () => {
    await server.mood('many');
    const visit = await Visit.open(browser, server.url, { path: '/#/positions?q=of+many' });
    assert.match(await visit.text('.filters p'), /^450 of 4\d\d positions/);
    assert.equal(await rows(visit), 200);
    await visit.page.getByRole('button', { name: 'Show 200 more' }).click();
    assert.equal(await rows(visit), 400);
    await visit.page.getByRole('button', { name: 'Show 50 more' }).click();
    assert.equal(await rows(visit), 450);
    await visit.go('/#/positions?q=KXMANY-0449');
    assert.equal(await rows(visit), 1);
    await visit.close();
  });

  it('keeps filters in the address, and an address opens filtered', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url, { path: '/#/positions' });
    const all = await rows(visit);
    await visit.page.keyboard.press('/');
    await visit.page.keyboard.type('fed dec');
    await visit.page.locator('select').first().selectOption('kalshi/main');
    assert.equal(await visit.page.evaluate(() => location.hash), '#/positions?account=kalshi%2Fmain&q=fed+dec');
    assert.equal(await rows(visit), 1);
    await visit.page.reload();
    await visit.settled();
    assert.equal(await rows(visit), 1);
    assert.match(await visit.text('.filters p'), new RegExp(`^1 of ${all} positions`));
    await visit.page.getByRole('button', { name: 'Clear filters' }).click();
    assert.equal(await rows(visit), all);
    await visit.close();
  });

  it('is walked by keyboard: rows, panel and back', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url);
    const keys = visit.page.keyboard;
    const focused = () => visit.page.evaluate(() => document.activeElement?.textContent);
    await keys.press('g');
    await keys.press('p');
    // The overview has rows too: the keys are for those of the positions.
    await until(visit, () => document.querySelector('h1')?.textContent === 'Positions' && document.querySelectorAll('main .row-link').length > 2);
    await keys.press('j');
    await keys.press('j');
    await keys.press('j');
    await keys.press('k');
    const second = await visit.page.locator('main .row-link').nth(1).innerText();
    assert.equal(await focused(), second);
    await keys.press('Enter');
    await until(visit, (title) => document.activeElement?.id === 'panel-title' && document.activeElement.textContent === title, second);
    assert.match(await visit.page.evaluate(() => location.hash), /^#\/positions\/[^?]+\?of=/);
    await keys.press('Escape');
    await until(visit, () => !document.querySelector('.panel'));
    assert.equal(await focused(), second);
    await keys.press('?');
    assert.equal(await visit.page.locator('dialog[open]').count(), 1);
    await keys.press('Escape');
    assert.equal(await visit.page.locator('dialog[open]').count(), 0);
    await visit.close();
  });

  it('tells those who cannot see it of a change of the verdict, on every page', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url);
    const says = async (word) => assert.equal(await visit.page.getByRole('status').filter({ hasText: new RegExp(`^${word}$`) }).count(), 1, word);
    await says('DRIFT');
    await visit.page.evaluate(() => { window.__word = document.querySelector('.verdict .word'); });
    await server.mood('agree');
    await headlineIs(visit, 'IN AGREEMENT');
    assert.ok(await visit.page.evaluate(() => window.__word.isConnected), 'the region that is listened to stays');
    await says('IN AGREEMENT');
    await visit.go('/#/journal');
    await says('IN AGREEMENT');
    await visit.close();
  });

  it('leaves letters alone where the reader wants that, and remembers it', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url);
    const keys = visit.page.keyboard;
    const toggle = visit.page.locator('dialog input');
    await keys.press('?');
    await toggle.uncheck();
    await keys.press('Escape');
    for (const again of [false, true]) {
      if (again) {
        await visit.page.reload();
        await visit.settled();
      }
      for (const key of ['g', 'p', '?', '/']) await keys.press(key);
      assert.equal(await visit.text('h1'), 'Overview');
      assert.equal(await visit.page.locator('dialog[open]').count(), 0);
    }
    await visit.page.getByRole('button', { name: 'Keys' }).click();
    await toggle.check();
    await keys.press('Escape');
    await keys.press('g');
    await keys.press('p');
    await until(visit, () => document.querySelector('h1')?.textContent === 'Positions');
    await visit.close();
  });

  it('says how to come in again when the session has ended', async () => {
    await server.mood('signed_out');
    const visit = await Visit.open(browser, server.url);
    assert.match(await visit.text('.notice'), /not signed in[^]*Start Holdfast again/);
    await visit.close();
  });
});
