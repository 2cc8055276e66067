// Kalshi's own client places, changes and cancels orders, and reads what they did.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import axios from 'axios';
import { Configuration, OrdersApi } from 'kalshi-typescript';
import { exact } from './amounts.mjs';
import {
  fillPages, portfolioOf, positionPages, readFills, readPositions, trueCash, trueFills, truePositions,
} from './kalshi.mjs';
import { eventually, Venues } from './venues.mjs';

const TICKER = 'KXORDERS-27-A';

describe('kalshi-typescript with orders', () => {
  let venues;
  let orders;
  let portfolio;
  const made = (pem, instance = axios.create()) => new OrdersApi(new Configuration({
    apiKey: venues.ready.kalshi_key_id,
    privateKeyPem: pem ?? readFileSync(venues.ready.kalshi_key_file, 'utf8'),
    basePath: venues.services.kalshi,
  }), undefined, instance);
  const order = (more) => ({
    ticker: TICKER, side: 'bid', count: '4.00', price: '0.4000',
    time_in_force: 'good_till_canceled', self_trade_prevention_type: 'taker_at_cross', ...more,
  });
  const refusal = async (promise) => {
    const error = await promise.then(() => assert.fail('the venue took it'), (thrown) => thrown);
    return [error.response?.status, error.response?.data];
  };
  before(async () => {
    venues = await Venues.start();
    orders = made();
    portfolio = portfolioOf(venues);
    await venues.act(
      { venue: 'kalshi', do: 'add_market', ticker: TICKER, event_ticker: 'KXORDERS-27' },
      { venue: 'kalshi', do: 'quote', ticker: TICKER, side: 'no', price: '0.48', count: '10' },
      { venue: 'kalshi', do: 'quote', ticker: TICKER, side: 'yes', price: '0.45', count: '6.5' });
  });
  after(() => venues.close());

  test('trades at once and sees the fill, the position and the cash', async () => {
    const { status, data } = await orders.createOrderV2(order({
      price: '0.5500', count: '2.50', time_in_force: 'immediate_or_cancel', client_order_id: 'first',
    }));
    assert.equal(status, 201);
    assert.equal(data.fill_count, '2.50');
    assert.equal(data.remaining_count, '0.00');
    assert.equal(data.average_fill_price, '0.5200');
    assert.equal(data.client_order_id, 'first');
    await eventually(async () => {
      const read = await portfolio.getPositions(undefined, 100, undefined, TICKER);
      return read.data.market_positions[0]?.position_fp === '2.50';
    }, 'the position');
    const world = await venues.world();
    assert.deepEqual(readPositions(0, await positionPages(portfolio, 0)), truePositions(world, 0));
    const fills = await fillPages(portfolio);
    assert.deepEqual(readFills(fills), trueFills(world));
    assert.ok(fills[0].fills.some((fill) => fill.order_id === data.order_id && fill.is_taker));
    const balance = (await portfolio.getBalance(0)).data;
    assert.equal(exact(balance.balance_dollars), trueCash(world, 0).total);
  });

  test('rests, is amended, decreased and canceled', async () => {
    const { data } = await orders.createOrderV2(order());
    assert.equal(data.remaining_count, '4.00');
    assert.equal((await orders.getOrder(data.order_id).catch((e) => e)).response?.status ?? 200, 404,
      'the order is not read before its lag is over');
    await eventually(async () =>
      (await orders.getOrder(data.order_id).catch(() => ({}))).data?.order.status === 'resting',
    'the resting order');
    const amended = await orders.amendOrderV2(data.order_id, {
      ticker: TICKER, side: 'bid', price: '0.4100', count: '3.00', updated_client_order_id: 'second',
    });
    assert.equal(amended.data.remaining_count, '3.00');
    const decreased = await orders.decreaseOrderV2(data.order_id, { reduce_to: '1.25' });
    assert.equal(decreased.data.remaining_count, '1.25');
    const canceled = await orders.cancelOrderV2(data.order_id);
    assert.equal(canceled.data.reduced_by, '1.25');
    assert.deepEqual(await refusal(orders.cancelOrderV2(data.order_id)),
      [404, { error: { code: 'not_found', message: 'not found' } }]);
    await eventually(async () =>
      (await orders.getOrder(data.order_id)).data.order.status === 'canceled', 'the canceled order');
  });

  test('is told that an id was used, and that a post-only order crosses', async () => {
    assert.deepEqual(await refusal(orders.createOrderV2(order({ client_order_id: 'second' }))),
      [409, { error: { code: 'order_already_exists', message: 'order already exists' } }]);
    assert.deepEqual(
      await refusal(orders.createOrderV2(order({ price: '0.5200', post_only: true }))),
      [400, { error: { code: 'invalid_order', message: 'invalid order', details: 'post only cross' } }]);
  });

  test('sends a batch and cancels it', async () => {
    const { data } = await orders.batchCreateOrdersV2(
      { orders: [order({ price: '0.2000' }), order({ price: '0.2050' })] });
    assert.equal(data.orders[0].remaining_count, '4.00');
    assert.equal(data.orders[1].error.code, 'invalid_price');
    const gone = await orders.batchCancelOrdersV2(
      { orders: [{ order_id: data.orders[0].order_id }] });
    assert.equal(gone.data.orders[0].reduced_by, '4.00');
  });

  test('sees an order fill as maker', async () => {
    const { data } = await orders.createOrderV2(order({ count: '1.50', price: '0.5000' }));
    await venues.act({
      venue: 'kalshi', do: 'take', ticker: TICKER, side: 'ask', count: '1.5', price: '0.50',
    });
    const fill = await eventually(async () => (await portfolio.getFills(
      undefined, data.order_id)).data.fills[0], 'the fill');
    assert.deepEqual([fill.count_fp, fill.yes_price_dollars, fill.is_taker], ['1.50', '0.5000', false]);
  });

  test('is refused with a broken signature, and then nothing was placed', async () => {
    const instance = axios.create();
    // Interceptors added earlier run later: this sees the request as the client signed it.
    instance.interceptors.request.use((request) => {
      const signature = request.headers['KALSHI-ACCESS-SIGNATURE'];
      request.headers['KALSHI-ACCESS-SIGNATURE'] =
        signature.slice(0, 40) + (signature[40] === 'A' ? 'B' : 'A') + signature.slice(41);
      return request;
    });
    const [status, body] = await refusal(
      made(undefined, instance).createOrderV2(order({ client_order_id: 'never' })));
    assert.equal(status, 401);
    assert.equal(body.error.details, 'INCORRECT_API_KEY_SIGNATURE');
    // The id was not burnt by it.
    const { data } = await orders.createOrderV2(order({ client_order_id: 'never' }));
    await orders.cancelOrderV2(data.order_id);
  });
});
