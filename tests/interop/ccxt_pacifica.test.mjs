// ccxt's Pacifica against the simulator: what it does right, its mistakes exactly as they are.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import ccxt from 'ccxt';
import { AGENT, AGENT_SECRET, PACIFICA_SECRET } from './keys.mjs';
import { eventually, Venues } from './venues.mjs';

describe('ccxt pacifica', () => {
  let venues;
  let client;
  const made = (more = {}) => new ccxt.pacifica({
    walletAddress: venues.ready.pacifica_account,
    privateKey: PACIFICA_SECRET,
    urls: { api: { public: venues.services.pacifica, private: venues.services.pacifica } },
    enableRateLimit: false,
    ...more,
    // Unless told not to it adds its own builder code to every order.
    options: { builderFee: false, ...more.options },
  });
  const truth = async () =>
    (await venues.world()).pacifica.accounts[venues.ready.pacifica_account];
  const held = async (symbol) =>
    (await truth()).holdings.find((row) => row.symbol === symbol)?.amount ?? '0';

  before(async () => {
    venues = await Venues.start();
    client = made();
    await client.loadMarkets();
  });
  after(() => venues.close());

  test('tells perpetuals from spot pairs', () => {
    assert.equal(client.market('ZEC/USDC:USDC').swap, true);
    assert.equal(client.market('ZEC/USDC:USDC').id, 'ZEC');
    const spot = Object.values(client.markets).filter((market) => market.spot);
    assert.deepEqual(spot.map((market) => market.id), ['SOL-USDC']);
  });

  test('reads every position with its size, side and entry', async () => {
    const { holdings } = await truth();
    const read = await client.fetchPositions();
    const by = (a, b) => (a.symbol < b.symbol ? -1 : 1);
    assert.deepEqual(
      read.map((row) => ({
        symbol: row.info.symbol, side: row.side, contracts: row.contracts, entry: row.entryPrice,
      })).sort(by),
      holdings.map((row) => ({
        symbol: row.symbol,
        side: row.amount.startsWith('-') ? 'short' : 'long',
        contracts: Math.abs(Number(row.amount)),
        entry: Number(row.entry_price),
      })).sort(by));
  });

  test('knows isolated positions by their margin, not by the flag (its mistake)', async () => {
    const rows = await client.fetchPositions();
    for (const row of rows) {
      assert.equal(row.marginMode, row.info.margin === '0' ? 'cross' : 'isolated');
    }
    await venues.fault({ venue: 'pacifica', endpoint: 'positions', kind: 'set_field', count: 1,
      params: { field: 'margin', json: '"0"' } });
    const zec = (await client.fetchPositions()).find((row) => row.info.symbol === 'ZEC');
    assert.equal(zec.info.isolated, true);
    assert.equal(zec.marginMode, 'cross');
  });

  test('reads the balance', async () => {
    const balance = await client.fetchBalance();
    // The venue shows six decimals and cuts the rest.
    const shown = (await truth()).balance.replace(/(\.\d{6})\d+$/, '$1');
    assert.equal(balance.USDC.total, Number(shown));
  });

  test('signs a market order, sees its trade, and the position with it', async () => {
    const before_ = Number(await held('SOL'));
    const order = await client.createOrder('SOL/USDC:USDC', 'market', 'buy', 0.5);
    assert.equal(order.status, 'open');
    assert.equal(Number(await held('SOL')), before_ + 0.5);
    const trade = await eventually(
      async () => (await client.fetchMyTrades('SOL/USDC:USDC')).find((one) => one.order === order.id),
      'the trade');
    assert.equal(trade.amount, 0.5);
    assert.equal(trade.info.side, 'open_long');
  });

  test('places a limit order and cancels it', async () => {
    const order = await client.createOrder('SOL/USDC:USDC', 'limit', 'buy', 1, 100);
    await eventually(async () => (await client.fetchOpenOrders('SOL/USDC:USDC')).length === 1, 'it rests');
    await client.cancelOrder(order.id, 'SOL/USDC:USDC');
    await eventually(async () => (await client.fetchOpenOrders('SOL/USDC:USDC')).length === 0, 'it is gone');
  });

  test('asks for the orders of all symbols and times, whatever it is asked for (its mistake)', async () => {
    await client.createOrder('ETH/USDC:USDC', 'market', 'sell', 0.1);
    const later = Date.now() + 3_600_000;
    assert.deepEqual(await client.fetchOrders('ETH/USDC:USDC', later, 50), []);
    assert.doesNotMatch(client.last_request_url, /symbol|start_time/);
  });

  test('closes reduce-only, and hears in the venue\'s words that nothing is left', async () => {
    const size = Number(await held('HYPE'));
    await client.createOrder('HYPE/USDC:USDC', 'market', 'sell', size, undefined, { reduceOnly: true });
    assert.equal(await held('HYPE'), '0');
    await assert.rejects(
      client.createOrder('HYPE/USDC:USDC', 'market', 'sell', size, undefined, { reduceOnly: true }),
      (error) => error instanceof ccxt.InvalidOrder
        && error.message.includes('No position found for reduce-only order'));
  });

  test('trades by an agent wallet once the account has bound it', async () => {
    const agent = made({ privateKey: AGENT_SECRET, options: { agentAddress: AGENT } });
    await agent.loadMarkets();
    const order = () => agent.createOrder('SOL/USDC:USDC', 'market', 'buy', 0.5);
    await assert.rejects(order(), /Agent not authorized/);
    await venues.act({ venue: 'pacifica', do: 'bind_agent', agent_wallet: AGENT });
    const before_ = Number(await held('SOL'));
    await order();
    assert.equal(Number(await held('SOL')), before_ + 0.5);
  });

  test('is refused when the signature is broken', async () => {
    const before_ = await held('SOL');
    const stranger = made({ privateKey: AGENT_SECRET });
    await stranger.loadMarkets();
    await assert.rejects(stranger.createOrder('SOL/USDC:USDC', 'market', 'buy', 0.5),
      (error) => error instanceof ccxt.AuthenticationError && error.message.includes('Verification failed'));
    assert.equal(await held('SOL'), before_);
  });

  test('is refused by a gateway that minds its Content-Type on a GET (its mistake)', async () => {
    await venues.act({ venue: 'pacifica', do: 'set_service', strict_content_headers: true });
    await assert.rejects(client.fetchPositions());
    await venues.act({ venue: 'pacifica', do: 'set_service', strict_content_headers: false });
    assert.ok((await client.fetchPositions()).length > 0);
  });
});
