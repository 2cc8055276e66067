// Privy's own client against the simulated server wallets.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { AuthenticationError, NotFoundError, PrivyClient } from '@privy-io/node';
import { eventually, Venues } from './venues.mjs';

// The demo's application and the wallet that it keeps. TEST ONLY.
const APP = { appId: 'holdfast-demo-app', appSecret: 'holdfast-demo-secret' };
const WALLET = 'holdfast-demo';
const MAINNET = 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp';
const USDC = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v';
const TICKER = 'KXFEDDECISION-26DEC-H0';

/** As the dashboard hands one out: base64 without PEM's lines. */
function authorizationKey() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    public_key: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    context: {
      authorization_private_keys: [privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')],
    },
  };
}

describe('@privy-io/node', () => {
  let venues;
  let client;
  let mint;
  const made = (more) => new PrivyClient({ ...APP, apiUrl: venues.services.privy, ...more });
  const held = async (address) =>
    (await venues.world()).kalshi_solana.wallets[address].find((row) => row.mint === mint).amount;

  /** DFlow's transaction that sells three contracts. */
  async function sale(address) {
    const query = new URLSearchParams(
      { inputMint: mint, outputMint: USDC, amount: '3000000', userPublicKey: address });
    const answer = await fetch(`${venues.services.dflow_trade}/order?${query}`);
    assert.equal(answer.status, 200);
    return (await answer.json()).transaction;
  }

  async function becomes(address, amount) {
    await venues.pass(10_000);
    await eventually(async () => await held(address) === amount, `${amount} of the token`);
  }

  before(async () => {
    venues = await Venues.start();
    client = made();
    const rows = (await venues.world()).kalshi_solana.wallets[venues.ready.solana_wallet];
    mint = rows.find((row) => row.ticker === TICKER && row.amount === '120000000').mint;
  });
  after(() => venues.close());

  test('reads the wallet', async () => {
    const wallet = await client.wallets().get(WALLET);
    assert.equal(wallet.address, venues.ready.solana_wallet);
    assert.deepEqual([wallet.chain_type, wallet.owner_id], ['solana', null]);
    await assert.rejects(client.wallets().get('nobody'), NotFoundError);
  });

  test('signs and sends, and finds what became of it', async () => {
    const address = venues.ready.solana_wallet;
    const sent = await client.wallets().solana().signAndSendTransaction(
      WALLET, { caip2: MAINNET, sponsor: true, transaction: await sale(address) });
    assert.equal(sent.caip2, MAINNET);
    await becomes(address, '117000000');
    await venues.pass(20_000);
    const found = await client.transactions().get(sent.transaction_id);
    assert.deepEqual([found.status, found.transaction_hash, found.wallet_id], ['finalized', sent.hash, WALLET]);
    const status = await (await fetch(
      `${venues.services.dflow_trade}/order-status?signature=${sent.hash}`)).json();
    assert.equal(status.status, 'closed');
  });

  test('signs alone, and a node takes what was signed', async () => {
    const address = venues.ready.solana_wallet;
    const { signed_transaction: signed } = await client.wallets().solana().signTransaction(
      WALLET, { transaction: await sale(address) });
    const answer = await fetch(venues.services.solana_1, {
      method: 'POST',
      body: JSON.stringify(
        { jsonrpc: '2.0', id: 1, method: 'sendTransaction', params: [signed, { encoding: 'base64' }] }),
    });
    assert.ok((await answer.json()).result);
    await becomes(address, '114000000');
  });

  test('asks again by itself after a lost answer, and sells once', async () => {
    const address = venues.ready.solana_wallet;
    await venues.fault({ venue: 'privy', endpoint: 'rpc', kind: 'http', count: 1 });
    const sent = await client.wallets().solana().signAndSendTransaction(WALLET, {
      caip2: MAINNET, sponsor: true, transaction: await sale(address), idempotency_key: 'once',
    });
    assert.ok(sent.transaction_id);
    await becomes(address, '111000000');
    await venues.fault({ venue: 'privy', endpoint: 'rpc', kind: 'http', count: 1 });
    await assert.rejects(client.wallets().solana().signAndSendTransaction(
      WALLET, { caip2: MAINNET, sponsor: true, transaction: await sale(address) }),
    (error) => error.status === 400 && error.error.code === 'transaction_broadcast_failure');
    await becomes(address, '108000000'); // without a key it sold, and was told that it had not
  });

  test('signs for a wallet as its owner', async () => {
    const owner = authorizationKey();
    const { address } = (await venues.act({
      venue: 'kalshi_solana', do: 'add_server_wallet', wallet_id: 'owned', public_key: owner.public_key,
    })).done[0];
    await venues.act({ venue: 'kalshi_solana', do: 'deposit', wallet: address, ticker: TICKER, amount: '10' });
    const sell = async (more) => client.wallets().solana().signAndSendTransaction(
      'owned', { caip2: MAINNET, sponsor: true, transaction: await sale(address), ...more });
    const refused = (code) => (error) => error instanceof AuthenticationError && error.error.code === code;
    await assert.rejects(sell(), refused('missing_or_empty_authorization_header'));
    await assert.rejects(sell({ authorization_context: authorizationKey().context }),
      refused('zero_correct_authorization_signatures'));
    assert.equal(await held(address), '10000000');
    const sent = await sell({ authorization_context: owner.context, idempotency_key: 'owner' });
    assert.ok(sent.hash);
    await becomes(address, '7000000');
  });

  test('is told that nothing was sent', async () => {
    const address = venues.ready.solana_wallet;
    await venues.act({ venue: 'kalshi_solana', do: 'set_service', sponsor_credits: false });
    await assert.rejects(client.wallets().solana().signAndSendTransaction(
      WALLET, { caip2: MAINNET, sponsor: true, transaction: await sale(address) }),
    (error) => error.status === 400 && error.error.error === 'Insufficient gas credits balance');
    await becomes(address, '108000000');
  });

  test('is refused with a broken secret, or as another application', async () => {
    for (const wrong of [{ appSecret: 'broken' }, { appId: 'another-app' }]) {
      await assert.rejects(made(wrong).wallets().get(WALLET), AuthenticationError);
      await assert.rejects(made(wrong).wallets().solana().signAndSendTransaction(
        WALLET, { caip2: MAINNET, sponsor: true, transaction: 'AAAA' }), AuthenticationError);
    }
  });
});
