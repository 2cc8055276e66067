// ccxt over accounts of any size: ids, quantities and averages that it parses are the world's. Where
// it reads one page and calls it all, its own calls are paged by hand and parsed by its own words.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import ccxt from 'ccxt';
import { POLYMARKET_OWNER } from './keys.mjs';
import { Venues } from './venues.mjs';

const number = (text) => Number.parseFloat(text);
const sorted = (rows) => rows.sort((a, b) => (a[0] < b[0] ? -1 : 1));

/** Pages as the venue cuts them, until one says that it is the last. */
async function walk(ask) {
  const rows = [];
  for (let more = {}; more; ) {
    const page = await ask(more);
    rows.push(...page.rows);
    more = page.next;
  }
  return rows;
}

function polymarketOf(venues) {
  return new ccxt.prediction.polymarket({
    walletAddress: venues.ready.polymarket_wallet,
    privateKey: POLYMARKET_OWNER,
    options: { signatureType: 2, builder: undefined },
    urls: { api: {
      gamma: venues.services.polymarket_gamma, data: venues.services.polymarket_data,
      clob: venues.services.polymarket_clob,
    } },
    enableRateLimit: false,
  });
}

/** One resting order that somebody outside sells to, so often: as many fills. Answers its token. */
async function filled(venues, client, times) {
  const act = async (...actions) => (await venues.act(
    ...actions.map((action) => ({ venue: 'polymarket', ...action })))).done;
  const [{ token_ids: [token] }] = await act(
    { do: 'add_market', slug: 'many-fills' },
    { do: 'deposit', wallet: venues.ready.polymarket_wallet, amount: '10000' });
  await venues.pass(10_000);
  await client.createOrder(token, 'limit', 'buy', 20_000, 0.4);
  const take = (_, i) => ({
    do: 'take', token_id: token, side: 'sell', price: '0.40', size: String(5 + (i % 37) / 4),
  });
  if (times > 0) await act(...Array.from({ length: times }, take));
  return token;
}

for (const rows of [0, 1, 501, 1200]) {
  describe(`ccxt with ${rows} rows`, () => {
    let venues;
    let world;
    before(async () => {
      venues = await Venues.start('--positions', String(rows));
      world = await venues.world();
    });
    after(() => venues.close());

    test('reads every position and fill of kalshi', async () => {
      const client = new ccxt.prediction.kalshi({
        apiKey: venues.ready.kalshi_key_id,
        privateKey: readFileSync(venues.ready.kalshi_key_file, 'utf8'),
        urls: { api: { kalshi: venues.services.kalshi, elections: venues.services.control } },
        enableRateLimit: false,
      });
      const { holdings, fills } = world.kalshi.accounts.main;
      const pages = (call, name) => walk(async (more) => {
        const page = await call({ limit: 500, ...more });
        return { rows: page[name], next: page.cursor && { cursor: page.cursor } };
      });
      const positions =
        await pages((more) => client.kalshiPrivateGetPortfolioPositions(more), 'market_positions');
      assert.equal(positions.length, rows);
      // Its own field for the size is gone at the venue; ticker and raw size are the world's.
      assert.deepEqual(
        sorted(positions.map((row) => [row.ticker, number(row.position_fp),
          client.parsePredictionPosition(row).contracts])),
        sorted(holdings.map((row) => [row.ticker, number(row.position), undefined])));
      const trades = (await pages((more) => client.kalshiPrivateGetPortfolioFills(more), 'fills'))
        .map((row) => client.parseMyTrade(row));
      assert.equal(trades.length, rows);
      assert.deepEqual(
        sorted(trades.map((trade) => [trade.id, trade.amount])),
        sorted(fills.map((fill) => [fill.fill_id, Math.abs(number(fill.change))])));
      assert.equal((await client.fetchMyTrades(undefined, undefined, 1000)).length,
        Math.min(rows, 1000), 'one page is all that its own call reads (its mistake)');
    });

    test('reads every position of polymarket, once its rows are taken out by hand', async () => {
      const client = polymarketOf(venues);
      const read = (await walk(async ({ offset = 0 }) => {
        const page = await client.dataPublicGetPositions({
          user: venues.ready.polymarket_wallet, sizeThreshold: 0, limit: 500, offset,
        });
        return { rows: page, next: page.length === 500 && { offset: offset + 500 } };
      })).map((row) => client.parsePredictionPosition(row));
      const { holdings } = world.polymarket.wallets[venues.ready.polymarket_wallet];
      assert.equal(read.length, rows);
      assert.deepEqual(
        sorted(read.map((row) => [row.info.asset, row.contracts])),
        sorted(holdings.map((row) => [row.token_id, number(row.size)])));
      const costs = new Map(holdings.map((row) => [row.token_id, row]));
      for (const { info, entryPrice, markPrice } of read) {
        const { size, entry_cost: cost } = costs.get(info.asset);
        // The venue shows six decimals.
        assert.ok(Math.abs(entryPrice - number(cost) / number(size)) < 1e-6, info.asset);
        assert.equal(markPrice, undefined, 'it looks for `currentPrice` (its mistake)');
      }
    });

    test('reads every position and trade of pacifica', async () => {
      const client = new ccxt.pacifica({
        walletAddress: venues.ready.pacifica_account,
        urls: { api: { public: venues.services.pacifica, private: venues.services.pacifica } },
        enableRateLimit: false,
      });
      const { holdings, trades } = world.pacifica.accounts[venues.ready.pacifica_account];
      const positions = await client.fetchPositions();
      assert.equal(positions.length, rows);
      assert.deepEqual(
        sorted(positions.map((row) => [row.info.symbol, row.side, row.contracts, row.entryPrice])),
        sorted(holdings.map((row) => [
          row.symbol, row.amount.startsWith('-') ? 'short' : 'long',
          Math.abs(number(row.amount)), number(row.entry_price),
        ])));
      const read = await walk(async (more) => {
        const page = await client.fetchMyTrades(undefined, undefined, 100, more);
        const cursor = page.find((trade) => trade.info.next_cursor)?.info.next_cursor;
        return { rows: page, next: cursor && { cursor } };
      });
      assert.equal(read.length, rows);
      assert.deepEqual(
        sorted(read.map((trade) => [trade.id, trade.amount, trade.price])),
        sorted(trades.map((trade) => [
          String(trade.history_id), number(trade.amount), number(trade.price)])));
    });

    // The last one: it puts the venues' clock ahead.
    test('reads every fill of polymarket, once its pages are turned by hand', async () => {
      const client = polymarketOf(venues);
      const token = await filled(venues, client, rows);
      const read = (await walk(async (more) => {
        const page = await client.clobPrivateGetDataTrades({ asset_id: token, ...more });
        const cursor = page.next_cursor;
        return { rows: page.data, next: cursor !== 'LTE=' && { next_cursor: cursor } };
      })).map((row) => client.parsePredictionTrade(row));
      const { matches } = (await venues.world()).polymarket;
      assert.equal(read.length, rows);
      assert.deepEqual(
        sorted(read.map((trade) => [trade.info.id, trade.order, trade.amount, trade.price])),
        sorted(matches.map(({ id, taker }) => [
          id, taker.order_id, number(taker.size), number(taker.price)])));
      for (const trade of read) assert.equal(trade.takerOrMaker, 'maker');
      assert.equal((await client.fetchMyTrades(token)).length,
        Math.min(rows, 100), 'one page is all that its own call reads (its mistake)');
    });
  });
}
