// ccxt's Kalshi against the simulator: what it does right, and its known mistakes exactly as they are. A
// mistake that goes away in a newer ccxt shows here; it is never a reason to change the simulator.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import ccxt from 'ccxt';
import { eventually, Venues } from './venues.mjs';

const number = (text) => Number.parseFloat(text);

function clientOf(venues, more) {
  return new ccxt.prediction.kalshi({
    apiKey: venues.ready.kalshi_key_id,
    privateKey: readFileSync(venues.ready.kalshi_key_file, 'utf8'),
    // Its free-text search is another host; nothing may leave this machine.
    urls: { api: { kalshi: venues.services.kalshi, elections: venues.services.control } },
    enableRateLimit: false,
    ...more,
  });
}

describe('ccxt kalshi', () => {
  let venues;
  let client;
  let world;
  before(async () => {
    venues = await Venues.start();
    client = clientOf(venues);
    world = await venues.world();
  });
  after(() => venues.close());

  const holdings = (subaccount) =>
    world.kalshi.accounts.main.holdings.filter((row) => row.subaccount === subaccount);

  test('reads the exchange\'s status', async () => {
    assert.equal((await client.fetchStatus()).status, 'ok');
    await venues.act({ venue: 'kalshi', do: 'set_exchange', trading_active: false });
    assert.equal((await client.fetchStatus()).status, 'maintenance');
    await venues.act({ venue: 'kalshi', do: 'set_exchange', trading_active: true });
  });

  test('reads every market with both outcomes and its tick', async () => {
    const markets = await client.fetchMarkets();
    assert.deepEqual(
      markets.map((market) => market.id).sort(),
      world.kalshi.accounts.main.holdings.map((row) => row.ticker).sort());
    for (const market of markets) {
      assert.equal(market.active, true);
      assert.equal(market.resolved, false);
      assert.equal(market.precision.price, 0.01);
      // It trades whole contracts only, although the venue takes hundredths (its mistake).
      assert.equal(market.precision.amount, 1);
      assert.deepEqual(
        market.outcomes.map((outcome) => outcome.outcomeId), [market.id, `${market.id}-NO`]);
    }
  });

  test('takes the first price range for all of them (its mistake)', async () => {
    const ranges = [['0.0000', '0.1000', '0.0010'], ['0.1000', '0.9000', '0.0100'],
      ['0.9000', '1.0000', '0.0010']].map(([start, end, step]) => ({ start, end, step }));
    await venues.fault({
      venue: 'kalshi', endpoint: 'markets', kind: 'set_field', count: 1,
      params: { field: 'price_ranges', json: JSON.stringify(ranges) },
    });
    const [market] = await client.fetchMarkets();
    assert.deepEqual(market.info.price_ranges, ranges);
    assert.equal(market.precision.price, 0.001);
    for (const outcome of market.outcomes) assert.equal(outcome.precision.price, 0.001);
  });

  test('reads a book of bids of both sides as bids and asks of one', async () => {
    const ticker = 'KXINTEROP-27-A';
    await venues.act(
      { venue: 'kalshi', do: 'add_market', ticker, event_ticker: 'KXINTEROP-27', title: 'A book' },
      { venue: 'kalshi', do: 'quote', ticker, side: 'yes', price: '0.41', count: '12.5' },
      { venue: 'kalshi', do: 'quote', ticker, side: 'yes', price: '0.40', count: '7' },
      { venue: 'kalshi', do: 'quote', ticker, side: 'no', price: '0.55', count: '3.25' });
    const book = await client.fetchOrderBook(ticker);
    assert.deepEqual(book.bids, [[0.41, 12.5], [0.4, 7]]);
    assert.deepEqual(book.asks, [[0.45, 3.25]]);
    const other = await client.fetchOrderBook(`${ticker}-NO`);
    assert.deepEqual(other.bids, [[0.55, 3.25]]);
    assert.deepEqual(other.asks, [[0.59, 12.5], [0.6, 7]]);
  });

  test('takes a market nobody knows for a bad symbol', async () => {
    await assert.rejects(client.kalshiPublicGetMarketsTicker({ ticker: 'KXNOBODY-27-A' }), (error) =>
      error instanceof ccxt.BadSymbol && error.message.includes('not_found'));
  });

  test('reads every fill with its size and the price of its side', async () => {
    const read = await client.fetchMyTrades(undefined, undefined, 1000);
    const fills = world.kalshi.accounts.main.fills;
    const by = (key) => (a, b) => (a[key] < b[key] ? -1 : 1);
    assert.deepEqual(
      read.map(({ id, amount, price }) => ({ id, amount, price })).sort(by('id')),
      fills.map((fill) => ({
        id: fill.fill_id,
        amount: Math.abs(number(fill.change)),
        price: fill.change.startsWith('-')
          ? Math.round(100 - 100 * number(fill.yes_price)) / 100 : number(fill.yes_price),
      })).sort(by('id')));
    for (const trade of read) {
      assert.equal(trade.timestamp, Date.parse(fills.find((fill) => fill.fill_id === trade.id).at));
    }
  });

  test('reads whole cents of the cash and lets the rest of balance_dollars go (its mistake)', async () => {
    const cash = world.kalshi.accounts.main.cash.filter((row) => row.subaccount === 2);
    await venues.act({ venue: 'kalshi', do: 'deposit', amount: '0.0087', subaccount: 2, shard: 0 });
    const total = cash.reduce((sum, row) => sum + number(row.amount), 0.0087);
    await eventually(async () => {
      const { info } = await client.fetchBalance({ subaccount: 2 });
      return info.balance_dollars === total.toFixed(4);
    }, 'the deposit');
    const { USD } = await client.fetchBalance({ subaccount: 2 });
    assert.equal(USD.free, Math.floor(total * 100) / 100);
    assert.notEqual(USD.free, total);
  });

  test('lists every position, but reads no size: `position` is gone (its mistake)', async () => {
    for (const subaccount of [0, 2]) {
      const read = await client.fetchPositions(undefined, { subaccount });
      assert.deepEqual(
        read.map((row) => [row.info.ticker, number(row.info.position_fp)]).sort(),
        holdings(subaccount).map((row) => [row.ticker, number(row.position)]).sort());
      assert.ok(read.length > 1);
      for (const row of read) {
        assert.equal(row.contracts, undefined);
        assert.equal(row.side, undefined);
        assert.ok(!('position' in row.info));
      }
    }
  });

  test('stops after one page of positions (its mistake)', async () => {
    const read = await client.fetchPositions(undefined, { limit: 4 });
    assert.equal(read.length, 4);
    assert.ok(holdings(0).length > 4);
  });

  test('is refused with a broken signature as an authentication error', async () => {
    const stranger = clientOf(venues, { apiKey: venues.ready.kalshi_ed25519_key_id });
    await assert.rejects(stranger.fetchBalance(), (error) =>
      error instanceof ccxt.AuthenticationError
      && error.message.includes('INCORRECT_API_KEY_SIGNATURE'));
  });

  test('reads what a settled market paid', async () => {
    const [holding] = holdings(0).filter((row) => row.ticker === 'KXGDP-27JAN30-T3');
    await venues.act({ venue: 'kalshi', do: 'settle', ticker: holding.ticker, result: 'no' });
    const [row] = await eventually(async () => {
      const read = await client.fetchSettlements();
      return read.length > 0 && read;
    }, 'the settlement');
    assert.equal(row.outcomeId, `${holding.ticker}-NO`);
    assert.equal(row.won, true);
    assert.equal(row.amount, Math.abs(number(holding.position)));
    assert.equal(row.payout, Math.abs(number(holding.position)));
    assert.equal(row.cost, number(holding.exposure));
  });

  test('knows the end of a market by its result only, and takes one in dispute for it (its mistake)', async () => {
    const ticker = 'KXGDP-27JAN30-T3';
    const settled = async () =>
      (await client.fetchMarkets({ status: 'settled' })).find((market) => market.id === ticker);
    const market = await settled();
    assert.deepEqual([market.active, market.resolved], [false, true]);
    // It waits for the status `settled`; what is over is `finalized`.
    assert.equal(market.info.status, 'finalized');
    assert.equal(client.parseMarket({ ...market.info, result: '' }).resolved, false);
    await venues.fault({
      venue: 'kalshi', endpoint: 'markets', kind: 'set_field', count: 1,
      params: { field: 'status', json: '"disputed"' },
    });
    const disputed = await settled();
    assert.equal(disputed.info.status, 'disputed');
    assert.deepEqual([disputed.resolved, disputed.outcomes.map((outcome) => outcome.settleFraction)],
      [true, [0, 1]]);
  });

  test('takes a market that paid in part for a lost one at zero (its mistake)', async () => {
    const holding = holdings(0).find((row) => row.ticker === 'KXFEDDECISION-26DEC-H0');
    await venues.act({
      venue: 'kalshi', do: 'settle', ticker: holding.ticker, result: 'scalar', value: '0.37',
    });
    const row = await eventually(async () =>
      (await client.fetchSettlements()).find((one) => one.info.ticker === holding.ticker),
    'the settlement');
    assert.equal(row.info.value, 37);
    assert.equal(row.payout, Math.floor(37 * number(holding.position)) / 100);
    assert.deepEqual([row.result, row.won, row.price], ['SCALAR', false, 0]);
  });
});

describe('ccxt kalshi with orders', () => {
  let venues;
  let client;
  before(async () => {
    venues = await Venues.start();
    client = clientOf(venues);
  });
  after(() => venues.close());

  test('places and cancels with its short texts, without ticker or shard', async () => {
    const ticker = 'KXCCXT-27-A';
    await venues.act(
      { venue: 'kalshi', do: 'add_market', ticker, event_ticker: 'KXCCXT-27' },
      { venue: 'kalshi', do: 'quote', ticker, side: 'no', price: '0.48', count: '10' });
    const taken = await client.createOrder(ticker, 'limit', 'buy', 1, 0.52);
    assert.deepEqual([taken.filled, taken.remaining], [1, 0]);
    assert.equal(JSON.parse(client.last_request_body).count, '1');
    const resting = await client.createOrder(ticker, 'limit', 'buy', 2, 0.1);
    assert.equal(resting.remaining, 2);
    assert.equal((await client.cancelOrder(resting.id)).status, 'canceled');
    await assert.rejects(client.cancelOrder(resting.id), ccxt.BadSymbol);
  });

  test('cannot cancel on another shard than 0: it names none (its mistake)', async () => {
    const ticker = 'KXCCXT-27-B';
    await venues.act(
      { venue: 'kalshi', do: 'add_market', ticker, event_ticker: 'KXCCXT-27', shard: 2 });
    const resting = await client.createOrder(ticker, 'limit', 'buy', 2, 0.1);
    await assert.rejects(client.cancelOrder(resting.id, ticker), ccxt.BadSymbol);
    // A place that it is given goes into a body, where the venue does not look.
    await assert.rejects(
      client.cancelOrder(resting.id, ticker, { market_ticker: ticker }), ccxt.BadSymbol);
    assert.equal(JSON.parse(client.last_request_body).market_ticker, ticker);
  });
});
