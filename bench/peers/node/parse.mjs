// A peer of goal a1: the same bytes and orders as bench_parse.
//
//   node parse.mjs kalshi|polymarket json|ccxt FILE
//
//   check      -> one line a row of what was read; an empty line ends them
//   run COUNT  -> "<wall ns> <cpu ns>" of parsing the body so many times
import fs from 'node:fs';
import readline from 'node:readline';

const [venue, engine, file] = process.argv.slice(2);
const bytes = fs.readFileSync(file);

async function reader() {
  if (engine === 'json') return () => rowsOf(JSON.parse(bytes.toString('utf8')));
  const { default: ccxt } = await import('ccxt');
  const exchange = new ccxt.prediction[venue]();
  return () => exchange.parsePredictionPositions(rowsOf(JSON.parse(bytes.toString('utf8'))));
}

function rowsOf(body) {
  return venue === 'kalshi' ? body.market_positions : body;
}

// Units of 10^-9 of a decimal text or of a double's shortest text.
function units(value) {
  if (value === null || value === undefined) return '-';
  const [digits, exponent] = String(value).split('e');
  const [whole, fraction = ''] = digits.split('.');
  const places = 9 + Number(exponent ?? 0) - fraction.length;
  const scaled = BigInt(whole + fraction) * 10n ** BigInt(Math.max(places, 0));
  return String(places < 0 ? scaled / 10n ** BigInt(-places) : scaled);
}

function jsonLine(row) {
  if (venue === 'kalshi') {
    return [row.ticker, row.exchange_index, units(row.position_fp), units(row.market_exposure_dollars),
      units(row.realized_pnl_dollars), units(row.fees_paid_dollars)].join('\t');
  }
  const figures = ['size', 'avgPrice', 'initialValue', 'currentValue', 'cashPnl', 'realizedPnl',
    'percentPnl', 'curPrice'].map((name) => units(row[name]));
  const texts = ['title', 'outcome', 'conditionId', 'slug', 'eventSlug', 'oppositeOutcome',
    'oppositeAsset', 'endDate'].map((name) => row[name]);
  return [row.asset, ...figures, Number(row.redeemable), Number(row.negativeRisk), ...texts].join('\t');
}

function ccxtLine(row) {
  if (venue === 'kalshi') return [row.outcome, units(row.contracts) / 1e9, row.side].join('\t');
  return [row.info.asset, units(row.contracts), units(row.entryPrice), units(row.markPrice)].join('\t');
}

const read = await reader();
const line = engine === 'json' ? jsonLine : ccxtLine;
for await (const order of readline.createInterface({ input: process.stdin })) {
  const [word, count] = order.split(' ');
  if (word === 'check') process.stdout.write(`${read().map(line).join('\n')}\n\n`);
  if (word === 'run') {
    const cpu = process.cpuUsage();
    const start = process.hrtime.bigint();
    for (let i = 0; i < Number(count); i += 1) read();
    const wall = process.hrtime.bigint() - start;
    const { user, system } = process.cpuUsage(cpu);
    process.stdout.write(`${wall} ${(user + system) * 1000}\n`);
  }
}
