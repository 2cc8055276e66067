// holdfast-sim with its world, and holdfast in a folder of its own, as a person would start them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const BIN = resolve(process.env.HOLDFAST_BIN_DIR ?? fileURLToPath(new URL('../../build/release/bin', import.meta.url)));

export async function eventually(check, why, withinMs = 30_000) {
  const end = Date.now() + withinMs;
  for (;;) {
    const said = await check();
    if (said) return said;
    if (Date.now() > end) throw new Error(`${why}: not within ${withinMs / 1000} s`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

// Nothing that was started here outlives this process, however it ends.
const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

function started(child) {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

function gone(child) {
  return new Promise((done) => (child.exitCode === null && child.signalCode === null ? child.once('exit', done) : done()));
}

// The first lines of stdout, up to the one that `last` accepts.
async function linesUntil(child, last) {
  const lines = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (last(line)) break;
  }
  child.stdout.resume();
  return lines;
}

export class Venues {
  static async start(...options) {
    const venues = new Venues();
    venues.folder = mkdtempSync(join(tmpdir(), 'holdfast-e2e-sim-'));
    venues.child = started(spawn(
      join(BIN, 'holdfast-sim'),
      ['--port', '0', '--port-polymarket-data', '0', '--port-polymarket-gamma', '0', '--no-rate-limits', '--keys-dir', join(venues.folder, 'keys'), ...options],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    ));
    const [line] = await linesUntil(venues.child, () => true);
    if (!line) throw new Error(`${BIN}/holdfast-sim did not start`);
    venues.ready = JSON.parse(line);
    await venues.act({ venue: 'polymarket', do: 'set_service', cdn: false, settlement_ms: 300, finality_blocks: 1 });
    return venues;
  }

  async ask(method, path, body) {
    const answer = await fetch(`http://127.0.0.1:${this.ready.port}${path}`, { method, body: body && JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  act(...actions) {
    return this.ask('POST', '/_sim/world', { actions });
  }

  fault(...faults) {
    return this.ask('POST', '/_sim/faults', faults);
  }

  heal() {
    return this.ask('DELETE', '/_sim/faults');
  }

  async stop() {
    this.child.kill('SIGKILL');
    await gone(this.child);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Holdfast {
  // `book`: the content of a positions.json
  constructor(venues, { book, intervalS = 5 } = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
    const { ready } = venues;
    const env = {
      KALSHI_API_KEY_ID: ready.kalshi_key_id,
      KALSHI_PRIVATE_KEY_PATH: ready.kalshi_key_file,
      KALSHI_API_BASE: ready.services.kalshi,
      POLY_FUNDER: ready.polymarket_wallet,
      POLY_DATA_API_BASE: ready.services.polymarket_data,
      POLY_GAMMA_API_BASE: ready.services.polymarket_gamma,
      POLYGON_RPC_URLS: `${ready.services.polygon_1},${ready.services.polygon_2}`,
    };
    if (book) {
      env.POSITIONS_PATH = join(this.folder, 'positions.json');
      writeFileSync(env.POSITIONS_PATH, book);
    }
    writeFileSync(join(this.folder, '.env'), Object.entries(env).map(([name, text]) => `${name}=${text}\n`).join(''));
    writeFileSync(join(this.folder, 'holdfast.toml'), `[sync]\ninterval_s = ${intervalS}\nstale_after_s = ${intervalS * 4}\n`);
  }

  async start(port = 0) {
    this.child = started(spawn(join(BIN, 'holdfast'), ['serve', '--port', String(port)], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, HOME: this.folder, XDG_STATE_HOME: join(this.folder, 'state'), NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'ignore'],
    }));
    const lines = (await linesUntil(this.child, (line) => line.startsWith('Sign in'))).join('\n');
    this.url = /^Dashboard\s+(http:\S+)/m.exec(lines)?.[1];
    this.link = /^Sign in\s+(http:\S+)/m.exec(lines)?.[1];
    if (!this.url || !this.link) throw new Error(`${BIN}/holdfast said: ${lines || 'nothing'}`);
    this.port = new URL(this.url).port;
    return this;
  }

  async get(path) {
    const answer = await fetch(this.url + path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async stop() {
    this.child.kill('SIGKILL');
    await gone(this.child);
  }

  async end() {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
