// holdfast-sim on free loopback ports, as a person would start it, and what its control tells.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const BIN = resolve(process.env.HOLDFAST_BIN_DIR ?? join(import.meta.dirname, '../../build/release/bin'));
const READY_WITHIN_MS = 60_000;

export class Venues {
  /** @param {string[]} options of holdfast-sim, beyond the ports and the keys' folder */
  static async start(...options) {
    const program = join(BIN, 'holdfast-sim');
    if (!existsSync(program)) {
      throw new Error(`${program} is not there; build it (ninja holdfast-sim) or set HOLDFAST_BIN_DIR`);
    }
    const folder = mkdtempSync(join(tmpdir(), 'holdfast-interop-'));
    const process_ = spawn(
      program,
      ['--port', '0', '--no-rate-limits', '--keys-dir', join(folder, 'keys'), ...options],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const venues = new Venues(process_, folder);
    venues.ready = await firstLine(process_);
    venues.services = venues.ready.services;
    return venues;
  }

  constructor(process_, folder) {
    this.process = process_;
    this.folder = folder;
  }

  async close() {
    const gone = new Promise((done) => this.process.once('exit', done));
    if (this.process.exitCode === null && this.process.kill()) await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }

  async ask(method, path, body) {
    const answer = await fetch(this.services.control + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  world() {
    return this.ask('GET', '/world');
  }

  act(...actions) {
    return this.ask('POST', '/world', { actions });
  }

  fault(switch_) {
    return this.ask('POST', '/faults', switch_);
  }

  /** The venue's clock moves ahead of this machine's. */
  pass(ms) {
    return this.ask('POST', '/clock', { advance_ms: ms });
  }
}

async function firstLine(process_) {
  const lines = createInterface({ input: process_.stdout });
  const late = AbortSignal.timeout(READY_WITHIN_MS);
  return new Promise((done, fail) => {
    lines.once('line', (line) => done(JSON.parse(line)));
    process_.once('exit', (code) => fail(new Error(`holdfast-sim ended with ${code} before it was ready`)));
    late.addEventListener('abort', () => fail(new Error('holdfast-sim said nothing for a minute')));
  });
}

/** Asks again until `check` holds; its last answer is in the failure. */
export async function eventually(check, what, withinMs = 30_000) {
  const end = Date.now() + withinMs;
  for (;;) {
    const said = await check();
    if (said) return said;
    if (Date.now() > end) throw new Error(`${what} did not come true within ${withinMs} ms`);
    await new Promise((done) => setTimeout(done, 100));
  }
}
