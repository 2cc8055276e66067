// Kalshi's own client (generated from Kalshi's OpenAPI) against the simulator.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import axios from 'axios';
import { exact, sum } from './amounts.mjs';
import {
  costsFromFills, exchangeOf, fillPages, portfolioOf, positionPages, readFills, readPositions,
  trueCash, trueFills, truePositions,
} from './kalshi.mjs';
import { eventually, Venues } from './venues.mjs';

// Bought an hour ago in subaccount 2 besides the `rows` of subaccount 0; each third one is a NO.
function buysOfSubaccount2(rows) {
  return Array.from({ length: rows }, (_, i) => ({
    venue: 'kalshi', do: 'buy', at: '-3600', subaccount: 2,
    ticker: `KXBULK-${String(Math.floor(i / 4)).padStart(5, '0')}-M${i % 4}`,
    side: i % 3 === 2 ? 'no' : 'yes', count: `${i % 7}.25`, price: '0.37',
  }));
}

// The last page is full at 1,200 rows of 100 and holds one row at 501 of 500.
for (const { rows, second, limit, pages } of [
  { rows: 0, second: 0, limit: undefined, pages: [1, 1] },
  { rows: 1, second: 1, limit: undefined, pages: [1, 1] },
  { rows: 501, second: 301, limit: 500, pages: [2, 1] },
  { rows: 1200, second: 101, limit: 100, pages: [12, 2] },
]) {
  describe(`kalshi-typescript with ${rows} rows`, () => {
    let venues;
    let portfolio;
    let world;
    before(async () => {
      venues = await Venues.start('--positions', String(rows));
      if (second > 0) await venues.act(...buysOfSubaccount2(second));
      portfolio = portfolioOf(venues);
      world = await venues.world();
      assert.equal(truePositions(world, 0).length, rows);
      assert.equal(truePositions(world, 2).length, second);
    });
    after(() => venues.close());

    test('reads every position of both subaccounts as the world holds it', async () => {
      for (const [i, subaccount] of [0, 2].entries()) {
        const read = await positionPages(portfolio, subaccount, limit);
        assert.equal(read.length, pages[i]);
        assert.deepEqual(readPositions(subaccount, read), truePositions(world, subaccount));
      }
    });

    test('reads positions of no subaccount that has none', async () => {
      assert.deepEqual(readPositions(1, await positionPages(portfolio, 1, limit)), []);
    });

    test('reads every fill of all subaccounts as the world traded it', async () => {
      const read = readFills(await fillPages(portfolio, limit));
      assert.equal(read.length, rows + second);
      assert.deepEqual(read, trueFills(world));
    });

    test('reads fills whose cost is the exposure of the positions', async () => {
      const costs = costsFromFills(readFills(await fillPages(portfolio, 1000)));
      for (const subaccount of [0, 2]) {
        const read = readPositions(subaccount, await positionPages(portfolio, subaccount, 1000));
        assert.equal(read.length, subaccount === 0 ? rows : second);
        for (const row of read) {
          const key = `${subaccount}:${row.key.split(':')[1]}`;
          assert.equal(row.exposure, costs.get(key), key);
          costs.delete(key);
        }
      }
      assert.deepEqual([...costs.keys()], []);
    });

    test('reads the cash of both subaccounts, by shard', async () => {
      for (const subaccount of [0, 2]) {
        const { data } = await portfolio.getBalance(subaccount);
        const cash = trueCash(world, subaccount);
        assert.equal(exact(data.balance_dollars), cash.total);
        assert.equal(BigInt(data.balance), cash.total / exact('0.01'));
        assert.deepEqual(
          data.balance_breakdown.map((row) => ({
            shard: row.exchange_index, amount: exact(row.balance),
          })),
          cash.shards);
        assert.equal(cash.total, sum(cash.shards.map((row) => row.amount)));
      }
    });
  });
}

describe('kalshi-typescript with the demo', () => {
  let venues;
  let portfolio;
  before(async () => {
    venues = await Venues.start();
    portfolio = portfolioOf(venues);
  });
  after(() => venues.close());

  const refusal = async (promise) => {
    const error = await promise.then(
      () => assert.fail('the venue took it'), (thrown) => thrown);
    return { status: error.response?.status, body: error.response?.data };
  };
  // Recorded on the venue's demo in June 2026.
  const badSignature = {
    status: 401,
    body: { error: {
      code: 'authentication_error', message: 'authentication_error',
      details: 'INCORRECT_API_KEY_SIGNATURE',
    } },
  };

  test('reads positions of several shards, with parts of contracts and NO', async () => {
    const world = await venues.world();
    for (const subaccount of [0, 2]) {
      const read = readPositions(subaccount, await positionPages(portfolio, subaccount, 2));
      assert.deepEqual(read, truePositions(world, subaccount));
    }
    const all = readPositions(0, await positionPages(portfolio, 0));
    assert.ok(all.some((row) => row.position === exact('0.05')));
    assert.ok(all.some((row) => row.position < 0n));
    assert.ok(new Set(all.map((row) => row.key.split(':')[0])).size > 1);
  });

  test('sees a trade made elsewhere in positions, fills and cash', async () => {
    const ticker = 'KXFEDDECISION-26DEC-H0';
    await venues.act({
      venue: 'kalshi', do: 'sell', ticker, side: 'yes', count: '20.5', price: '0.63', fee: '0.35',
    });
    const world = await venues.world();
    await eventually(async () => {
      const { data } = await portfolio.getPositions(undefined, 100, undefined, ticker);
      return exact(data.market_positions[0].position_fp) === exact('99.5');
    }, 'the sale in the listing');
    assert.deepEqual(readPositions(0, await positionPages(portfolio, 0)), truePositions(world, 0));
    assert.deepEqual(readFills(await fillPages(portfolio)), trueFills(world));
    const { data } = await portfolio.getBalance(0);
    assert.equal(exact(data.balance_dollars), trueCash(world, 0).total);
  });

  test('reads the time its data is of', async () => {
    const { data } = await exchangeOf(venues).getUserDataTimestamp();
    const age = Date.now() - Date.parse(data.as_of_time);
    assert.ok(age > -1000 && age < 30_000, data.as_of_time);
  });

  test('is refused with a key that is not the id\'s', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    const stranger = portfolioOf(venues, { pem });
    for (const call of [stranger.getPositions(), stranger.getFills(), stranger.getBalance()]) {
      assert.deepEqual(await refusal(call), badSignature);
    }
  });

  test('is refused with an id nobody knows', async () => {
    const stranger = portfolioOf(venues, { keyId: '99999999-2222-4333-8444-555555555555' });
    const { status, body } = await refusal(stranger.getPositions());
    assert.equal(status, 401);
    assert.deepEqual([body.error.code, body.error.details], ['authentication_error', 'NOT_FOUND']);
  });

  // Interceptors added earlier run later, so these see the request as the client signed it.
  const bent = (bend) => {
    const instance = axios.create();
    instance.interceptors.request.use((request) => {
      bend(request);
      return request;
    });
    return portfolioOf(venues, { instance });
  };

  test('is refused when one character of the signature is another', async () => {
    const portfolioBent = bent(({ headers }) => {
      const signature = headers['KALSHI-ACCESS-SIGNATURE'];
      headers['KALSHI-ACCESS-SIGNATURE'] =
        signature.slice(0, 40) + (signature[40] === 'A' ? 'B' : 'A') + signature.slice(41);
    });
    assert.deepEqual(await refusal(portfolioBent.getPositions()), badSignature);
  });

  test('is refused when the request goes to another path than the signed one', async () => {
    const portfolioBent = bent((request) => {
      request.url = request.url.replace('/portfolio/positions', '/portfolio/fills');
    });
    assert.deepEqual(await refusal(portfolioBent.getPositions()), badSignature);
  });

  test('is refused without a signature', async () => {
    const portfolioBent = bent(({ headers }) => delete headers['KALSHI-ACCESS-SIGNATURE']);
    const { status, body } = await refusal(portfolioBent.getPositions());
    assert.equal(status, 401);
    assert.equal(body.error.code, 'signature_is_missing_from_headers');
  });

  test('gets the words of a broken parameter and of a server that is down', async () => {
    const wrong = await refusal(portfolio.getPositions(undefined, 1001));
    assert.equal(wrong.status, 400);
    assert.equal(typeof wrong.body.msg, 'string');
    await venues.fault({ venue: 'kalshi', endpoint: 'positions', kind: 'http', count: 1 });
    assert.equal((await refusal(portfolio.getPositions())).status, 503);
    assert.equal((await portfolio.getPositions()).status, 200);
  });
});

test('kalshi-typescript is refused when its clock is half a minute behind the venue\'s', async () => {
  const venues = await Venues.start('--positions', '1');
  try {
    const portfolio = portfolioOf(venues);
    assert.equal((await portfolio.getPositions()).status, 200);
    await venues.pass(30_000);
    const error = await portfolio.getPositions().catch((thrown) => thrown);
    assert.equal(error.response?.status, 401);
    assert.equal(error.response.data.error.code, 'header_timestamp_expired');
  } finally {
    await venues.close();
  }
});
