// ccxt's Pacifica streams (ccxt.pro) against the simulator: what it watches is what the world holds.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import ccxt from 'ccxt';
import { PACIFICA_SECRET } from './keys.mjs';
import { Venues } from './venues.mjs';

const SOL = 'SOL/USDC:USDC';

describe('ccxt pacifica streams', () => {
  let venues;
  let client;
  const plain = (side) => Array.from(side, ([price, size]) => [price, size]);
  const act = (action) => venues.act({ venue: 'pacifica', ...action });
  const quote = (side, price, size) => act({ do: 'quote', symbol: 'SOL', side, price, size });
  const live = async (channel) => (await venues.ask('GET', '/streams')).streams
    .filter((stream) => stream.venue === 'pacifica-ws')
    .flatMap((stream) => stream.subscriptions)
    .filter((one) => one.channel === channel)
    .map((one) => one.key);

  before(async () => {
    venues = await Venues.start();
    const { pacifica, pacifica_ws: streams } = venues.services;
    client = new ccxt.pro.pacifica({
      walletAddress: venues.ready.pacifica_account,
      privateKey: PACIFICA_SECRET,
      options: { builderFee: false },
      urls: { api: { public: pacifica, private: pacifica, ws: { public: `${streams}/ws` } } },
      enableRateLimit: false,
      newUpdates: true,
    });
    await client.loadHttpProxyAgent(); // it asks for this where a stream has no TLS
    await client.loadMarkets();
  });
  after(async () => {
    await client.close();
    await venues.close();
  });

  test('reads a book and each change of it', async () => {
    await quote('bid', '140.5', '3');
    await quote('ask', '141.5', '2.5');
    const first = await client.watchOrderBook(SOL);
    assert.deepEqual(plain(first.bids), [[140.5, 3]]);
    assert.deepEqual(plain(first.asks), [[141.5, 2.5]]);
    const next = client.watchOrderBook(SOL);
    await quote('ask', '141.25', '1');
    assert.deepEqual(plain((await next).asks), [[141.25, 1], [141.5, 2.5]]);
    assert.deepEqual(await live('book'), ['SOL']);
  });

  test('hears its own trade and the order behind it', async () => {
    const trades = client.watchMyTrades(SOL);
    const orders = client.watchOrders(SOL);
    for (const channel of ['account_trades', 'account_order_updates']) {
      while ((await live(channel)).length === 0) await new Promise((done) => setTimeout(done, 50));
    }
    const { order_id: id } = (await act({ do: 'buy', symbol: 'SOL', amount: '0.5' })).done[0];
    const trade = (await trades).at(-1);
    assert.equal(trade.order, String(id));
    assert.equal(trade.amount, 0.5);
    assert.equal(trade.info.ts, 'open_long');
    assert.equal(trade.takerOrMaker, 'taker');
    const order = (await orders).at(-1);
    assert.equal(order.id, String(id));
    assert.equal(order.status, 'closed');
    assert.equal(order.filled, 0.5);
    assert.equal(order.average, trade.price);
  });

  test('says an average of an order that nobody filled: it reads `p` (its mistake)', async () => {
    const orders = client.watchOrders(SOL);
    const { id } = await client.createOrder(SOL, 'limit', 'buy', 1, 100);
    const order = (await orders).at(-1);
    assert.deepEqual([order.id, order.status, order.filled], [id, 'open', 0]);
    assert.equal(order.info.p, '100');
    assert.equal(order.average, 100);
    await client.cancelOrder(id, SOL);
  });

  test('follows the marks', async () => {
    const first = await client.watchTicker(SOL);
    assert.ok(first.info.mark);
    const next = client.watchTicker(SOL);
    await act({ do: 'set_price', symbol: 'SOL', price: '142.75' });
    assert.equal((await next).info.mark, '142.75');
  });
});
