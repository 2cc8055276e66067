// ccxt's Polymarket against the simulator: what it does right, its mistakes exactly as they are.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import ccxt from 'ccxt';
import { broken, POLYMARKET_OWNER } from './keys.mjs';
import { eventually, Venues } from './venues.mjs';

const PUSD = '0xC011a7E12a19f7B1f670d46F03B03f3342E82DFB';
const number = (text) => Number.parseFloat(text);

describe('ccxt polymarket', () => {
  let venues;
  let client;
  let token;
  const act = async (action) => (await venues.act({ venue: 'polymarket', ...action })).done[0];
  const add = async (more) => (await act({ do: 'add_market', ...more })).token_ids[0];
  const wallet = () => venues.ready.polymarket_wallet;
  const made = () => new ccxt.prediction.polymarket({
    walletAddress: wallet(),
    privateKey: POLYMARKET_OWNER,
    // Left alone it signs its own builder's code into everybody's orders.
    options: { signatureType: 2, builder: undefined },
    urls: {
      api: {
        gamma: venues.services.polymarket_gamma,
        data: venues.services.polymarket_data,
        clob: venues.services.polymarket_clob,
      },
    },
    enableRateLimit: false,
  });
  const sent = () => JSON.parse(client.last_request_body).order;
  const taken = async () => (await venues.world()).polymarket.orders;

  before(async () => {
    venues = await Venues.start();
    client = made();
    token = await add({ slug: 'ccxt-one' });
    for (const [side, price, size] of [
      ['ask', '0.52', '100'], ['ask', '0.54', '40.5'], ['bid', '0.48', '60'], ['bid', '0.47', '7.25'],
    ]) {
      await act({ do: 'quote', token_id: token, side, price, size });
    }
  });
  after(() => venues.close());

  test('asks for the positions and finds none: it looks for `data` in a bare array (its mistake)', async () => {
    assert.deepEqual(await client.fetchPositions(), []);
    const raw = await client.dataPublicGetPositions({ user: wallet(), sizeThreshold: 0 });
    assert.ok(Array.isArray(raw));
    const { wallets } = (await venues.world()).polymarket;
    assert.deepEqual(
      raw.map((row) => [row.asset, number(row.size)]).sort(),
      wallets[wallet()].holdings.map((row) => [row.token_id, number(row.size)]).sort());
    for (const row of raw) {
      // It also reads `currentPrice`, which no row has.
      assert.ok('curPrice' in row && !('currentPrice' in row));
    }
  });

  test('reads a book from its best to its worst', async () => {
    const book = await client.fetchOrderBook(token);
    assert.deepEqual(book.asks, [[0.52, 100], [0.54, 40.5]]);
    assert.deepEqual(book.bids, [[0.48, 60], [0.47, 7.25]]);
  });

  test('reads the cash that the chain has', async () => {
    const answer = await fetch(venues.services.polygon_1, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        jsonrpc: '2.0', id: 1, method: 'eth_call',
        params: [{ to: PUSD, data: `0x70a08231${wallet().slice(2).padStart(64, '0')}` }, 'latest'],
      }),
    });
    const units = BigInt((await answer.json()).result);
    assert.ok(units > 0n);
    const { USDC } = await client.fetchBalance();
    assert.equal(USDC.total, Number(units) / 1e6);
  });

  test('places an order, finds it among the open ones, and cancels it', async () => {
    const order = await client.createOrder(token, 'limit', 'buy', 10, 0.4);
    assert.equal(sent().taker, '0x0000000000000000000000000000000000000000');
    assert.match(sent().builder, /^0x0{64}$/);
    const [open] = await client.fetchOpenOrders();
    assert.deepEqual(
      [open.id, open.outcomeId, open.side, open.price, open.amount, open.filled, open.status],
      [order.id, token, 'buy', 0.4, 10, 0, 'open']);
    const [truth] = await taken();
    assert.deepEqual([truth.id, truth.price, truth.size], [order.id, '0.4', '10']);
    assert.equal((await client.cancelOrder(order.id)).status, 'canceled');
    assert.deepEqual(await client.fetchOpenOrders(), []);
    assert.equal((await taken())[0].status, 'CANCELED');
  });

  test('takes from the book and reads the trade', async () => {
    const order = await client.createOrder(token, 'limit', 'buy', 30, 0.52);
    assert.equal(order.status, 'closed');
    const trade = await eventually(async () =>
      (await client.fetchMyTrades(token)).find((one) => one.order === order.id), 'the trade');
    assert.deepEqual(
      [trade.amount, trade.price, trade.side, trade.takerOrMaker], [30, 0.52, 'buy', 'taker']);
    const [match] = (await venues.world()).polymarket.matches;
    assert.deepEqual([trade.info.id, trade.order, match.taker.size], [match.id, match.taker.order_id, '30']);
    assert.equal((await client.fetchOrderTrades(order.id)).length, 1);
  });

  test('signs its own builder\'s code into orders unless told not to (its mistake)', async () => {
    client.options.builder = ccxt.prediction.polymarket.prototype.describe.call(client).options.builder;
    const branded = await client.createOrder(token, 'limit', 'buy', 10, 0.4);
    assert.match(sent().builder, /^0x0{24}ea409de8b037bb6ac664b6d1/);
    await client.cancelOrder(branded.id);
    client.options.builder = undefined;
  });

  test('is refused for a version 2 market, which it signs as version 1 (its mistake)', async () => {
    const two = await add({ slug: 'ccxt-two', version: 'v2' });
    await assert.rejects(client.createOrder(two, 'limit', 'buy', 10, 0.4), (error) =>
      error instanceof ccxt.ExchangeError || error instanceof ccxt.BadSymbol);
  });

  test('orders at another price where the tick is 0.005 or 0.0025 (its mistake)', async () => {
    for (const [tick, price, maker, placed] of [
      ['0.005', 0.375, '3800000', '0.38'], ['0.0025', 0.3725, '3700000', '0.37'],
    ]) {
      const fine = await add({ slug: `ccxt-tick-${tick.slice(2)}`, tick });
      const order = await client.createOrder(fine, 'limit', 'buy', 10, price);
      assert.equal(order.price, price, 'it says the price that it was given');
      assert.equal(sent().makerAmount, maker);
      const truth = (await taken()).find((one) => one.id === order.id);
      assert.equal(truth.price, placed);
      await client.cancelOrder(order.id);
    }
  });

  test('proves the wallet where the venue wants the API key (its mistake)', async () => {
    await assert.rejects(client.clobPrivateGetAuthApiKeys(), ccxt.AuthenticationError);
    assert.ok('POLY_NONCE' in client.last_request_headers);
    assert.ok(!('POLY_API_KEY' in client.last_request_headers));
  });

  test('is refused when one digit of an order\'s signature is another, and nothing was taken', async () => {
    const liar = made();
    liar.signClobOrder = (...all) => broken(client.signClobOrder(...all));
    const before_ = (await taken()).length;
    await assert.rejects(liar.createOrder(token, 'limit', 'buy', 10, 0.4), (error) =>
      error instanceof ccxt.AuthenticationError && error.message.includes('invalid signature'));
    assert.equal((await taken()).length, before_);
  });

  test('is refused when the API key\'s secret is another', async () => {
    const liar = made();
    await liar.loadApiCredentials();
    // It prefers credentials that it derived; those it keeps in its options.
    liar.options.l2Secret = 'AAAA';
    await assert.rejects(liar.fetchOpenOrders(), ccxt.AuthenticationError);
  });
});
