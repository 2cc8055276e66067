// kalshi-typescript as its users hold it, and what it reads put next to the world's truth.
import { readFileSync } from 'node:fs';
import axios from 'axios';
import { Configuration, ExchangeApi, PortfolioApi } from 'kalshi-typescript';
import { exact, product, size, sum, ONE } from './amounts.mjs';

/** The client signs in an interceptor of its HTTP client, so two keys need an instance each. */
export function portfolioOf(venues, { keyId, pem, instance = axios.create() } = {}) {
  return new PortfolioApi(configurationOf(venues, keyId, pem), undefined, instance);
}

export function exchangeOf(venues) {
  return new ExchangeApi(configurationOf(venues), undefined, axios.create());
}

function configurationOf(venues, keyId, pem) {
  return new Configuration({
    apiKey: keyId ?? venues.ready.kalshi_key_id,
    privateKeyPem: pem ?? readFileSync(venues.ready.kalshi_key_file, 'utf8'),
    basePath: venues.services.kalshi,
  });
}

/** Every page; a cursor seen before would walk for ever, so it is an error. */
async function walk(read) {
  const pages = [];
  const seen = new Set();
  for (let cursor; cursor !== ''; ) {
    const { data } = await read(cursor);
    pages.push(data);
    cursor = data.cursor ?? '';
    if (seen.has(cursor)) throw new Error(`the cursor came twice: ${cursor}`);
    seen.add(cursor);
  }
  return pages;
}

export function positionPages(portfolio, subaccount, limit) {
  return walk((cursor) =>
    portfolio.getPositions(cursor, limit, undefined, undefined, undefined, subaccount));
}

export function fillPages(portfolio, limit) {
  return walk((cursor) =>
    portfolio.getFills(undefined, undefined, undefined, undefined, limit, cursor));
}

const byKey = (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

export function readPositions(subaccount, pages) {
  return pages
    .flatMap((page) => page.market_positions)
    .map((row) => ({
      key: `${subaccount}.${row.exchange_index}:${row.ticker}`,
      position: exact(row.position_fp),
      exposure: exact(row.market_exposure_dollars),
      realized: exact(row.realized_pnl_dollars),
      fees: exact(row.fees_paid_dollars),
    }))
    .sort(byKey);
}

export function truePositions(world, subaccount) {
  return world.kalshi.accounts.main.holdings
    .filter((row) => row.subaccount === subaccount && !row.archived)
    .map((row) => ({
      key: `${row.subaccount}.${row.shard}:${row.ticker}`,
      position: exact(row.position),
      exposure: exact(row.exposure),
      realized: exact(row.realized),
      fees: exact(row.fees),
    }))
    .sort(byKey);
}

export function readFills(pages) {
  return pages
    .flatMap((page) => page.fills)
    .map((fill) => ({
      key: fill.fill_id,
      ticker: fill.ticker,
      subaccount: fill.subaccount_number,
      // Buying YES and selling NO are both "yes": the position grows.
      change: fill.outcome_side === 'yes' ? exact(fill.count_fp) : -exact(fill.count_fp),
      yes: exact(fill.yes_price_dollars),
      no: exact(fill.no_price_dollars),
    }))
    .sort(byKey);
}

export function trueFills(world) {
  return world.kalshi.accounts.main.fills
    .map((fill) => ({
      key: fill.fill_id,
      ticker: fill.ticker,
      subaccount: fill.subaccount,
      change: exact(fill.change),
      yes: exact(fill.yes_price),
      no: ONE - exact(fill.yes_price),
    }))
    .sort(byKey);
}

/** What holdings that were only ever bought have cost, from the fills alone: "0:TICKER" to dollars. */
export function costsFromFills(fills) {
  const costs = new Map();
  for (const fill of fills) {
    const key = `${fill.subaccount}:${fill.ticker}`;
    const price = fill.change > 0n ? fill.yes : fill.no;
    costs.set(key, (costs.get(key) ?? 0n) + product(size(fill.change), price));
  }
  return costs;
}

export function trueCash(world, subaccount) {
  const rows = world.kalshi.accounts.main.cash.filter((row) => row.subaccount === subaccount);
  return {
    total: sum(rows.map((row) => exact(row.amount))),
    shards: rows.map((row) => ({ shard: row.shard, amount: exact(row.amount) })),
  };
}
