// web/dev/serve.mjs as a child: made-up answers for states that a healthy daemon never shows.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVE = fileURLToPath(new URL('../../web/dev/serve.mjs', import.meta.url));

export class MadeUpServer {
  static async start(mood, port = 0) {
    const server = new MadeUpServer();
    server.child = spawn(process.execPath, [SERVE], {
      env: { ...process.env, MOOD: mood, PORT: String(port) },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    for await (const line of createInterface({ input: server.child.stderr })) {
      const url = /http:\/\/[\d.:]+/.exec(line)?.[0];
      if (!url) continue;
      server.url = url;
      return server;
    }
    throw new Error('web/dev/serve.mjs did not start');
  }

  async mood(mood) {
    await fetch(`${this.url}/_dev/mood`, { method: 'POST', body: JSON.stringify({ mood }) });
  }

  async get(path) {
    return (await fetch(this.url + path)).json();
  }

  stop() {
    const gone = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGKILL');
    return gone;
  }
}
