// Polymarket's own client of the order book against the simulator.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ClobClient, OrderType, Side } from '@polymarket/clob-client-v2';
import { createWalletClient, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { polygon } from 'viem/chains';
import { exact, product, sum } from './amounts.mjs';
import { POLYMARKET_OWNER as KEY, STRANGER } from './keys.mjs';
import { eventually, Venues } from './venues.mjs';

const DEPOSIT_WALLET = '0x1111111111111111111111111111111111111111';

function signerOf(key) {
  return createWalletClient({
    account: privateKeyToAccount(key), chain: polygon, transport: http('http://127.0.0.1:1'),
  });
}

async function tradeable(venues, more) {
  const { condition_id: condition, token_ids: tokens } =
    (await venues.act({ venue: 'polymarket', do: 'add_market', ...more })).done[0];
  const quote = (side, price, size) => ({
    venue: 'polymarket', do: 'quote', token_id: tokens[0], side, price, size,
  });
  await venues.act(quote('ask', '0.52', '100'), quote('ask', '0.54', '40'), quote('bid', '0.48', '60'));
  return { condition, tokens };
}

describe('clob-client-v2', () => {
  let venues;
  let client;
  let market;
  let safe;
  const made = (more) => new ClobClient({
    host: venues.services.polymarket_clob, chain: 137, signer: signerOf(KEY),
    signatureType: 2, funderAddress: safe, throwOnError: true, ...more,
  });
  const cash = async () => (await client.getBalanceAllowance({ asset_type: 'COLLATERAL' })).balance;
  const shares = async (token) =>
    (await client.getBalanceAllowance({ asset_type: 'CONDITIONAL', token_id: token })).balance;
  before(async () => {
    venues = await Venues.start();
    safe = venues.ready.polymarket_wallet;
    await venues.act({ venue: 'polymarket', do: 'set_service', settlement_ms: 500 });
    market = await tradeable(venues, { slug: 'a-market', fee_rate: '0.05' });
    const creds = await made().createOrDeriveApiKey();
    client = made({ creds });
  });
  after(() => venues.close());

  test('makes an API key once and finds it again', async () => {
    const again = await made({ throwOnError: false }).createOrDeriveApiKey();
    assert.deepEqual(again, client.creds);
    assert.deepEqual((await client.getApiKeys()).apiKeys, [client.creds.key]);
  });

  test('places an order, finds it among the open ones, and cancels it', async () => {
    const posted = await client.createAndPostOrder(
      { tokenID: market.tokens[0], price: 0.5, size: 20, side: Side.BUY });
    assert.equal(posted.success, true);
    assert.equal(posted.status, 'live');
    const [open] = await client.getOpenOrders();
    assert.deepEqual(
      [open.id, open.price, open.original_size, open.size_matched, open.side, open.order_type],
      [posted.orderID, '0.5', '20', '0', 'BUY', 'GTC']);
    const book = await client.getOrderBook(market.tokens[0]);
    assert.deepEqual(book.bids.at(-1), { price: '0.5', size: '20' });
    const hash = book.hash;
    assert.equal(await client.getOrderBookHash({ ...book }), hash);
    assert.deepEqual(await client.cancelOrder({ orderID: posted.orderID }),
      { canceled: [posted.orderID], not_canceled: {} });
    assert.deepEqual(await client.getOpenOrders(), []);
  });

  test('buys, waits for the hash, and sees the fill, the balance and the position', async () => {
    const before_ = BigInt(await cash());
    const posted = await client.createAndPostMarketOrder(
      { tokenID: market.tokens[0], amount: 26, side: Side.BUY, price: 0.52 }, undefined, OrderType.FAK);
    assert.equal(posted.status, 'matched');
    assert.equal(posted.takingAmount, '50');
    assert.equal(posted.makingAmount, '26');
    // It polled /data/trades until the transaction was there.
    assert.match(posted.transactionsHashes[0], /^0x[0-9a-f]{64}$/);
    const [trade] = await client.getTrades({ id: posted.tradeIDs[0] });
    assert.deepEqual([trade.size, trade.price, trade.trader_side, trade.transaction_hash],
      ['50', '0.52', 'TAKER', posted.transactionsHashes[0]]);
    // 26 dollars and a fee of 50 x 0.05 x 0.52 x 0.48.
    assert.equal(BigInt(await cash()), before_ - 26_000_000n - 624_000n);
    assert.equal(await shares(market.tokens[0]), '50000000');
    await eventually(async () => (await client.getTrades({ id: trade.id }))[0].status === 'CONFIRMED',
      'the confirmation');
    const { wallets } = (await venues.world()).polymarket;
    const held = wallets[safe].holdings.find((row) => row.token_id === market.tokens[0]);
    assert.equal(held.size, '50');
    await eventually(async () => {
      const rows = (await (await fetch(
        `${venues.services.polymarket_data}/v2/positions?user=${safe}&filter_amount=0&condition=${market.condition}`)).json()).data;
      return rows[0]?.current_size === 50;
    }, 'the position of the Data API');
  });

  test('sells what it holds', async () => {
    const posted = await client.createAndPostMarketOrder(
      { tokenID: market.tokens[0], amount: 10, side: Side.SELL }, undefined, OrderType.FOK);
    assert.deepEqual([posted.status, posted.makingAmount, posted.takingAmount],
      ['matched', '10', '4.8']);
    assert.equal(await shares(market.tokens[0]), '40000000');
  });

  test('sees its order fill as maker', async () => {
    const posted = await client.createAndPostOrder(
      { tokenID: market.tokens[0], price: 0.51, size: 8, side: Side.BUY });
    await venues.act({
      venue: 'polymarket', do: 'take', side: 'sell', size: '8', price: '0.51', token_id: market.tokens[0],
    });
    const trade = (await client.getTrades({ market: market.condition })).find((row) =>
      row.maker_orders.some((maker) => maker.order_id === posted.orderID));
    assert.equal(trade.trader_side, 'MAKER');
    assert.equal((await client.getOrder(posted.orderID)).status, 'MATCHED');
  });

  test('is told of a failed settlement, and the balance is as before', async () => {
    await eventually(async () => (await client.getTrades()).every((row) => row.status === 'CONFIRMED'),
      'the settlements before');
    const before_ = [await cash(), await shares(market.tokens[0])];
    await venues.act({ venue: 'polymarket', do: 'set_service', failing_trades: 1 });
    const posted = await client.createAndPostMarketOrder(
      { tokenID: market.tokens[0], amount: 5.2, side: Side.BUY, price: 0.52 }, undefined, OrderType.FAK);
    assert.equal(posted.status, 'matched');
    assert.equal((posted.transactionsHashes ?? []).length, 0);
    assert.equal((await client.getTrades({ id: posted.tradeIDs[0] }))[0].status, 'FAILED');
    assert.deepEqual([await cash(), await shares(market.tokens[0])], before_);
  });

  test('reads the refusals in words', async () => {
    await assert.rejects(client.createAndPostOrder(
      { tokenID: market.tokens[0], price: 0.5, size: 4, side: Side.BUY }),
    /lower than the minimum: 5/);
    await assert.rejects(client.createAndPostOrder(
      { tokenID: market.tokens[0], price: 0.99, size: 90_000, side: Side.BUY }),
    /not enough balance \/ allowance: the balance is not enough -> balance: \d+, order amount: \d+/);
    await assert.rejects(client.createAndPostOrder(
      { tokenID: market.tokens[0], price: 0.52, size: 5, side: Side.BUY }, undefined, OrderType.GTC, true),
    /order crosses book/);
  });

  test('trades neg-risk and version 2 markets under their own exchanges', async () => {
    for (const more of [{ slug: 'neg', neg_risk: true }, { slug: 'two', version: 'v2' }]) {
      const other = await tradeable(venues, more);
      const posted = await client.createAndPostOrder(
        { tokenID: other.tokens[0], price: 0.4, size: 5, side: Side.BUY },
        more.version ? { version: 3 } : undefined);
      assert.equal(posted.status, 'live', more.slug);
    }
  });

  test('trades from a deposit wallet with the wrapped signature', async () => {
    await venues.act(
      { venue: 'polymarket', do: 'add_wallet', owner: venues.ready.polymarket_owner, kind: 'deposit', wallet: DEPOSIT_WALLET },
      { venue: 'polymarket', do: 'deposit', wallet: DEPOSIT_WALLET, amount: '100' });
    const deposit = made({ creds: client.creds, signatureType: 3, funderAddress: DEPOSIT_WALLET });
    await eventually(async () => {
      await deposit.updateBalanceAllowance({ asset_type: 'COLLATERAL' });
      return (await deposit.getBalanceAllowance({ asset_type: 'COLLATERAL' })).balance === '100000000';
    }, 'the deposit');
    const posted = await deposit.createAndPostOrder(
      { tokenID: market.tokens[0], price: 0.5, size: 6, side: Side.BUY });
    assert.equal(posted.status, 'live');
  });

  test('keeps its orders alive by heartbeats', async () => {
    const first = await client.postHeartbeat();
    const second = await client.postHeartbeat(first.heartbeat_id);
    assert.notEqual(first.heartbeat_id, second.heartbeat_id);
  });

  test('is refused with a broken signature of either kind', async () => {
    const broken = { ...client.creds, secret: client.creds.secret.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) };
    await assert.rejects(made({ creds: broken }).getOpenOrders(), /Invalid api key/);
    const strange = signerOf(KEY);
    const liar = {
      account: strange.account,
      signTypedData: (typed) => signerOf(STRANGER).account.signTypedData(typed),
    };
    await assert.rejects(made({ signer: liar }).createApiKey(7), /Invalid L1 Request headers/);
    await assert.rejects(made({ signer: liar, creds: client.creds }).createAndPostOrder(
      { tokenID: market.tokens[0], price: 0.5, size: 6, side: Side.BUY }), /invalid signature/);
  });
});

/** Orders of many sizes and prices, 15 a request, as the venue takes them. */
async function placed(client, token, rows) {
  const hints = { tickSize: '0.01', negRisk: false, version: 2 };
  for (let from = 0; from < rows; from += 15) {
    const batch = await Promise.all(Array.from({ length: Math.min(15, rows - from) }, async (_, i) => {
      const wanted = { size: 5 + ((from + i) % 37) / 4, price: (40 + ((from + i) % 12)) / 100 };
      const order = await client.createOrder({ tokenID: token, side: Side.BUY, ...wanted }, hints);
      return { order, orderType: OrderType.GTC };
    }));
    for (const answer of await client.postOrders(batch)) assert.equal(answer.status, 'live');
  }
}

const sorted = (all) => all.sort((a, b) => (a[0] < b[0] ? -1 : 1));

for (const rows of [0, 1, 501, 1200]) {
  test(`clob-client-v2 walks ${rows} open orders and fills to the end`, async () => {
    const venues = await Venues.start('--positions', '0');
    try {
      const safe = venues.ready.polymarket_wallet;
      const { tokens: [token] } = await tradeable(venues, { slug: 'many' });
      const options = {
        host: venues.services.polymarket_clob, chain: 137, signer: signerOf(KEY),
        signatureType: 2, funderAddress: safe, throwOnError: true,
      };
      const creds = await new ClobClient(options).createOrDeriveApiKey();
      const client = new ClobClient({ ...options, creds });
      await venues.act({ venue: 'polymarket', do: 'deposit', wallet: safe, amount: '50000' });
      await venues.pass(10_000);
      await client.updateBalanceAllowance({ asset_type: 'COLLATERAL' });
      await placed(client, token, rows);
      const open = await client.getOpenOrders();
      const { orders } = (await venues.world()).polymarket;
      assert.equal(open.length, rows);
      assert.deepEqual(
        sorted(open.map((row) => [
          row.id, row.asset_id, exact(row.price), exact(row.original_size), exact(row.size_matched)])),
        sorted(orders.map((row) => [
          row.id, row.token_id, exact(row.price), exact(row.size), exact(row.matched)])));
      // Everything is sold to: each order becomes one fill.
      await venues.act({
        venue: 'polymarket', do: 'take', side: 'sell', size: '100000', price: '0.40', token_id: token,
      });
      await venues.pass(10_000);
      const fills = (await client.getTrades()).flatMap((trade) => trade.maker_orders
        .filter((maker) => maker.owner === creds.key)
        .map((maker) => [maker.order_id, exact(maker.matched_amount), exact(maker.price)]));
      const { matches, wallets } = (await venues.world()).polymarket;
      assert.equal(fills.length, rows);
      assert.deepEqual(sorted(fills), sorted(matches.flatMap(({ makers }) => makers
        .filter((maker) => maker.wallet === safe)
        .map((maker) => [maker.order_id, exact(maker.size), exact(maker.price)]))));
      // What they have cost, and so their average, is the holding's.
      const held = wallets[safe].holdings.find((row) => row.token_id === token);
      assert.deepEqual(
        [sum(fills.map(([, amount]) => amount)), sum(fills.map(([, amount, price]) => product(amount, price)))],
        [exact(held?.size ?? '0'), exact(held?.entry_cost ?? '0')]);
      assert.equal(await client.getOpenOrders().then((left) => left.length), 0);
    } finally {
      await venues.close();
    }
  });
}
