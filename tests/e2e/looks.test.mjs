// Every page in every state, theme and size: nothing scrolls sideways, no figure is clipped, covered or
// blank, axe finds nothing, the console is quiet. Pictures of all of it go to build/page-pictures/.
import { after, before, describe, it } from 'node:test';
import { launch, PHONE, Visit, WIDE } from './browser.mjs';
import { looksRight, staysAtHome } from './checks.mjs';
import { MadeUpServer } from './made_up_server.mjs';

const PAGES = {
  overview: '/#/overview',
  positions: '/#/positions',
  panel: '/#/positions/KXFED-26DEC-T4?of=kalshi%2Fmain',
  books: '/#/books',
  journal: '/#/journal',
  alerts: '/#/alerts',
};
const MOODS = {
  usual: ['overview', 'positions', 'panel', 'books', 'journal', 'alerts'],
  agree: ['overview', 'positions'],
  empty: ['overview', 'positions', 'journal', 'alerts'],
  starting: ['overview', 'positions', 'books', 'alerts'],
  signed_out: ['overview'],
  broken: ['overview', 'books'],
};
const REFUSALS = [/Failed to load resource: .* (401|404|503)/];

describe('every page looks right', () => {
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

  for (const [mood, pages] of Object.entries(MOODS)) {
    for (const size of [WIDE, PHONE]) {
      for (const theme of ['light', 'dark']) {
        it(`${mood}, ${size.width} px, ${theme}`, async () => {
          await server.mood(mood);
          const visit = await Visit.open(browser, server.url, { size, theme, path: PAGES[pages[0]] });
          for (const page of pages) {
            const where = `${page} (${mood}, ${size.width} px, ${theme})`;
            await visit.go(PAGES[page]);
            await looksRight(visit, where);
            await visit.picture(`${mood}-${page}-${size.width}-${theme}`);
          }
          staysAtHome(visit, `${mood} ${size.width} ${theme}`, { expected: mood === 'usual' || mood === 'agree' ? [] : REFUSALS });
          await visit.close();
        });
      }
    }
  }

  for (const theme of ['light', 'dark']) {
    it(`between phone and desk (800 px), with a table that scrolls in its own box, ${theme}`, async () => {
      await server.mood('usual');
      const visit = await Visit.open(browser, server.url, { size: { width: 800, height: 900 }, theme });
      for (const page of MOODS.usual) {
        await visit.go(PAGES[page]);
        await looksRight(visit, `${page} (800 px, ${theme})`);
        await visit.picture(`usual-${page}-800-${theme}`);
      }
      await visit.close();
    });
  }

  it('at a zoom of 200% on a small desk (640 px)', async () => {
    await server.mood('usual');
    const visit = await Visit.open(browser, server.url, { size: { width: 640, height: 430 } });
    for (const page of MOODS.usual) {
      await visit.go(PAGES[page]);
      await looksRight(visit, `${page} (640 px)`);
    }
    await visit.close();
  });
});
