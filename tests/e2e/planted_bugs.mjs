// Plants bugs into copies of the dashboard, one at a time, and demands that the page tests notice.
// npm run planted [word of a bug's name]
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const WEB = fileURLToPath(new URL('../../web/', import.meta.url));

// file, what is there, what is put there, which tests must fail
const BUGS = {
  'unknown shown as zero': ['src/parts/Amount.svelte', '>unknown</span>', '>0</span>', 'calls the unknown'],
  'unknown shown as nothing': ['src/parts/Amount.svelte', '>unknown</span>', '></span>', 'usual, 1280 px, light'],
  'venue text as HTML': ['src/parts/PositionTable.svelte', '>{row.title || shortId(row.instrument)}</a>', '>{@html row.title || shortId(row.instrument)}</a>', 'shows text from venues'],
  'agreement claimed by a dead server': ['src/pages/OverviewPage.svelte', 'silentSince={away ? status.answeredAt : null}', 'silentSince={null}', 'server is gone'],
  'accounts agree although the server is dead': ['src/parts/VenueTable.svelte', "away ? { word: 'unknown', tone: 'unknown' } : ", '', 'server is gone'],
  'rows removed by a failure': ['src/state/resource.svelte.ts', 'this.trouble = answer.trouble;', 'this.trouble = answer.trouble; this.data = null;', 'server is gone'],
  'amounts as doubles': ['src/logic/plain_json.ts', 'JSON.parse(quoteNumbers(json))', 'JSON.parse(json, (_, value) => (typeof value === "number" ? String(value) : value))', 'keeps every digit'],
  'drift called agreement': ['src/logic/words.ts', "drift: 'DRIFT'", "drift: 'IN AGREEMENT'", 'says the headline'],
  'a wrong shape': ['src/logic/words.ts', "drift: { word: 'drift', tone: 'drift' }", "drift: { word: 'drift', tone: 'agrees' }", 'says the headline'],
  'holdings without a booked position left out': ['src/logic/beside.ts', 'for (const holding of holdings) if (!booked.has(holding.key)) rows.push(fromHolding(holding));', '', 'shows each key'],
  'a calm word about a silent venue': ['src/logic/sayings.ts', 'venues.every((venue) => venue.complete)', 'true', 'calls the unknown'],
  'complete once and so for ever': ['src/state/truth.svelte.ts', 'answer.complete && isWhole(status.data)', 'answer.complete', 'calls the unknown'],
  'a silenced message called over': ['src/logic/words.ts', "state === 'resolved' ?", "state !== 'active' ?", 'shows a silenced message'],
  'a zero before the first answer': ['src/parts/Verdict.svelte', 'status.drifts.count === 0 && status.venues.every((venue) => venue.holdings === null)', 'false', 'calls the unknown'],
  'events not followed': ['src/state/live.svelte.ts', 'source.addEventListener(kind, heard)', 'void kind', 'follows the event stream'],
  'no polling without the stream': ['src/state/live.svelte.ts', "mode !== 'live' ||", 'false ||', 'asks every few seconds'],
  'an old answer left alone': ['src/state/live.svelte.ts', '(status.answeredAt ?? 0) > QUIET_MS', '(status.answeredAt ?? 0) > Infinity', 'lets no answer grow old'],
  'an old answer called live': ['src/logic/link.ts', 'ageMs > QUIET_MS', 'ageMs > Infinity', 'lets no answer grow old'],
  'refresh not disabled': ['src/parts/TopBar.svelte', 'disabled={refresh.running}', '', 'refreshes once'],
  'refresh asked twice': ['src/state/refresh.svelte.ts', 'if (running) return;', '', 'refreshes once'],
  'choices forgotten': ['src/state/remembered.ts', 'localStorage.setItem', 'void', 'remembers the 30 s'],
  'filter not in the address': ['src/state/router.svelte.ts', "history.replaceState(history.state, '', hrefOf(to));", '', 'keeps filters'],
  'focus lost behind the panel': ['src/parts/Explanation.svelte', 'opener.focus()', 'opener.blur()', 'is walked by keyboard'],
  'sideways scroll on a phone': ['src/App.svelte', 'max-width: 86.5rem;\n    min-height', 'min-width: 25rem;\n    min-height', 'usual, 360 px, light'],
  'figures cut off': ['src/app.css', '.rows .num {\n  text-align: right;', '.rows .num {\n  max-width: 3.5rem;\n  overflow: hidden;\n  text-align: right;', 'usual, 1280 px, light'],
  'figures over each other': ['src/parts/BookTable.svelte', 'class:long={isLong(row)}', '', 'usual, 360 px, light'],
  'a word broken in the middle': ['src/parts/VenueTable.svelte', 'min-width: 6.5rem;', '', 'between phone and desk'],
  'too little contrast': ['src/app.css', '--faint: light-dark(#5f6a75', '--faint: light-dark(#9aa5b0', 'usual, 1280 px, light'],
  'too little contrast in the dark': ['src/app.css', '#8f9aa5)', '#4a545e)', 'usual, 1280 px, dark'],
  'a table without headers': ['src/parts/VenueTable.svelte', '<th role="columnheader" scope="col">Account</th>', '<th role="columnheader" scope="col"></th>', 'usual, 1280 px, light'],
  'an inline style': ['src/parts/TopBar.svelte', '<div class="brand">', '<div class="brand" style="color: red">', 'usual, 1280 px, light'],
  'a call to another host': ['src/main.ts', 'applyTheme();', "applyTheme(); new Image().src = 'http://127.0.0.1:9/pixel';", 'usual, 1280 px, light'],
};

function plant(folder, [file, was, is]) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(was)) throw new Error(`${file} no longer has: ${was}`);
  writeFileSync(path, text.replace(was, () => is));
}

function isNoticed(bug) {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-planted-'));
  try {
    for (const part of ['src', 'index.html', 'package.json', 'svelte.config.js', 'tsconfig.json', 'vite.config.ts']) {
      cpSync(join(WEB, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(WEB, 'node_modules'), join(folder, 'node_modules'));
    plant(folder, bug);
    execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'], { cwd: folder, stdio: 'inherit' });
    const tests = spawnSync(process.execPath, ['--test', `--test-name-pattern=${bug[3]}`, 'looks.test.mjs', 'behaves.test.mjs'], {
      cwd: HERE,
      env: { ...process.env, DIST: join(folder, 'dist/'), HOLDFAST_PICTURES: join(folder, 'pictures/') },
      encoding: 'utf8',
    });
    return tests.status !== 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const wanted = process.argv[2] ?? '';
const names = Object.keys(BUGS).filter((name) => name.includes(wanted));
const missed = [];
for (const name of names) {
  const noticed = isNoticed(BUGS[name]);
  console.log(`${noticed ? 'noticed' : 'MISSED '}  ${name}`);
  if (!noticed) missed.push(name);
}
console.log(`${names.length - missed.length} of ${names.length} planted bugs noticed`);
process.exit(missed.length === 0 && names.length > 0 ? 0 : 1);
