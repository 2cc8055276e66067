// A browser that nobody else uses, and pages that remember everything suspicious.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const PICTURES = process.env.HOLDFAST_PICTURES ?? fileURLToPath(new URL('../../build/page-pictures/', import.meta.url));
export const WIDE = { width: 1280, height: 860 };
export const PHONE = { width: 360, height: 740 };

// Playwright gives each launch a fresh user-data-dir of its own and removes it at the end.
export async function launch() {
  return chromium.launch({
    executablePath: process.env.HOLDFAST_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

export class Visit {
  errors = []; // what the console and the page complained about
  hosts = new Set(); // whom the page spoke to

  static async open(browser, base, { size = WIDE, theme = 'light', path = '/#/overview', stream = true, clock = false, zone } = {}) {
    const visit = new Visit();
    visit.base = base;
    visit.context = await browser.newContext({ viewport: size, colorScheme: theme, timezoneId: zone });
    visit.page = await visit.context.newPage();
    visit.watch();
    if (clock) await visit.page.clock.install();
    if (!stream) await visit.page.route('**/api/v1/events', (route) => route.abort());
    await visit.page.goto(base + path, { waitUntil: 'load' });
    await visit.settled();
    return visit;
  }

  watch() {
    this.page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.errors.push(message.text());
    });
    this.page.on('pageerror', (error) => this.errors.push(String(error)));
    this.page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (protocol !== 'data:') this.hosts.add(host);
    });
  }

  // Every first answer is on the page: nothing waits any more.
  async settled() {
    await this.page.waitForFunction(() => document.querySelector('main h1, main .notice') && !document.querySelector('.waiting'));
  }

  async go(path) {
    await this.page.evaluate((hash) => { location.hash = hash; }, path.replace(/^\/?#/, '#'));
    await this.page.waitForFunction((hash) => location.hash === hash, path.replace(/^\/?#/, '#'));
    await this.settled();
  }

  text(selector) {
    return this.page.locator(selector).first().innerText();
  }

  async picture(name) {
    mkdirSync(PICTURES, { recursive: true });
    await this.page.screenshot({ path: `${PICTURES}${name}.png`, fullPage: true });
  }

  close() {
    return this.context.close();
  }
}
