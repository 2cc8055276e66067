// @solana/web3.js and @solana/spl-token, as wallets use them, against the simulated Solana endpoints.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Connection, Keypair, PublicKey, VersionedTransaction } from '@solana/web3.js';
import {
  getAccount, getAssociatedTokenAddressSync, TOKEN_2022_PROGRAM_ID, TOKEN_PROGRAM_ID,
  unpackAccount,
} from '@solana/spl-token';
import { demoSeed, saleToSign } from './solana.mjs';
import { eventually, Venues } from './venues.mjs';

const GENESIS = '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d';
const OUTSIDE = 'ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL';

/** What the world says the wallet has: amounts by mint. */
async function truth(venues) {
  const world = await venues.world();
  const rows = world.kalshi_solana.wallets[venues.ready.solana_wallet];
  return new Map(rows.map((row) => [row.mint, BigInt(row.amount)]));
}

/** What the library reads and decodes by itself: amounts by mint, of both token programs. */
async function read(connection, owner) {
  const amounts = new Map();
  for (const programId of [TOKEN_PROGRAM_ID, TOKEN_2022_PROGRAM_ID]) {
    const { value } = await connection.getTokenAccountsByOwner(owner, { programId });
    for (const { pubkey, account } of value) {
      const token = unpackAccount(pubkey, account, programId);
      assert.ok(token.owner.equals(owner));
      amounts.set(token.mint.toBase58(), token.amount);
    }
  }
  return amounts;
}

for (const rows of [0, 1, 501, 1200]) {
  describe(`@solana/web3.js with ${rows} outcome tokens`, () => {
    let venues;
    let connection;
    let owner;
    before(async () => {
      venues = await Venues.start('--positions', String(rows));
      connection = new Connection(venues.services.solana_1, 'confirmed');
      owner = new PublicKey(venues.ready.solana_wallet);
      await venues.pass(60_000);
    });
    after(() => venues.close());

    test('reads every balance of the world', async () => {
      const held = await read(connection, owner);
      assert.deepEqual(held, await truth(venues));
      assert.equal(held.size, rows + 2); // and USDC and CASH
    });

    test('reads them decoded by the node too', async () => {
      const { value } = await connection.getParsedTokenAccountsByOwner(owner, {
        programId: TOKEN_2022_PROGRAM_ID,
      });
      const known = await truth(venues);
      for (const { account } of value) {
        const { mint, tokenAmount } = account.data.parsed.info;
        assert.equal(BigInt(tokenAmount.amount), known.get(mint));
        assert.equal(tokenAmount.decimals, 6);
      }
      assert.equal(value.length, rows + 1);
    });
  });
}

describe('@solana/web3.js', () => {
  let venues;
  let connection;
  let owner;
  before(async () => {
    venues = await Venues.start();
    connection = new Connection(venues.services.solana_1, 'confirmed');
    owner = new PublicKey(venues.ready.solana_wallet);
    await venues.pass(60_000);
  });
  after(() => venues.close());

  test('is on the right chain', async () => {
    assert.equal(await connection.getGenesisHash(), GENESIS);
    assert.ok((await connection.getSlot('finalized')) < (await connection.getSlot('confirmed')));
    assert.ok((await connection.getBalance(owner)) > 0);
  });

  test('derives the accounts that the tokens are in', async () => {
    const known = await truth(venues);
    const mints = [...known.keys()].map((mint) => new PublicKey(mint));
    for (const mint of mints) {
      const classic = mint.toBase58().startsWith('EPj');
      const program = classic ? TOKEN_PROGRAM_ID : TOKEN_2022_PROGRAM_ID;
      const address = getAssociatedTokenAddressSync(mint, owner, false, program);
      const token = await getAccount(connection, address, 'confirmed', program);
      assert.equal(token.amount, known.get(mint.toBase58()));
    }
    const addresses = mints.map((mint) => getAssociatedTokenAddressSync(
      mint, owner, false, TOKEN_2022_PROGRAM_ID));
    const infos = await connection.getMultipleAccountsInfo([...addresses, new PublicKey(OUTSIDE)]);
    assert.equal(infos.length, addresses.length + 1);
    assert.equal(infos.at(-1), null);
  });

  test('follows a sale from its signature to the balance', async () => {
    const { rails } = (await venues.act({
      venue: 'kalshi_solana', do: 'add_market', ticker: 'KXWEB3-26', price: '0.40',
    })).done[0];
    const mint = Object.values(rails)[0].yes_mint;
    const trade = { venue: 'kalshi_solana', wallet: owner.toBase58(), mint, price: '0.40' };
    await venues.act({ ...trade, do: 'buy', contracts: '5' });
    const amount = async () => (await read(connection, owner)).get(mint);
    await eventually(async () => (await amount()) === 5_000_000n, 'the purchase');
    const { signature } = (await venues.act({ ...trade, do: 'sell', contracts: '2' })).done[0];
    await eventually(async () => (await amount()) === 3_000_000n, 'the sale');
    const { value } = await connection.getSignatureStatuses([signature]);
    assert.equal(value[0].err, null);
    assert.ok(['confirmed', 'finalized'].includes(value[0].confirmationStatus));
    const parsed = await connection.getParsedTransaction(signature, {
      commitment: 'confirmed', maxSupportedTransactionVersion: 0,
    });
    const before_ = parsed.meta.preTokenBalances.find((row) => row.mint === mint);
    const after_ = parsed.meta.postTokenBalances.find((row) => row.mint === mint);
    assert.equal(before_.uiTokenAmount.amount, '5000000');
    assert.equal(after_.uiTokenAmount.amount, '3000000');
    const account = getAssociatedTokenAddressSync(
      new PublicKey(mint), owner, false, TOKEN_2022_PROGRAM_ID);
    const history = await connection.getSignaturesForAddress(account);
    assert.ok(history.some((row) => row.signature === signature));
  });

  test('is refused when the signature is broken, and not when it is whole', async () => {
    const keys = Keypair.fromSeed(demoSeed());
    assert.ok(keys.publicKey.equals(owner));
    const amountOf = async (mint) => (await read(connection, owner)).get(mint);
    const sale = await saleToSign(venues, 'KXSIGNED-26', amountOf);
    const transaction = VersionedTransaction.deserialize(Buffer.from(sale.transaction, 'base64'));
    transaction.sign([keys]);
    const whole = transaction.serialize();
    const broken = Uint8Array.from(whole);
    broken[1] ^= 1; // the signature's first byte
    await assert.rejects(connection.sendRawTransaction(broken), /signature verification failure/);
    assert.equal(await amountOf(sale.mint), 5_000_000n);
    await connection.sendRawTransaction(whole);
    await eventually(async () => (await amountOf(sale.mint)) === 3_000_000n, 'the sale');
  });

  test('is told when an account changes', async () => {
    const streaming = new Connection(venues.services.solana_1, {
      commitment: 'confirmed', wsEndpoint: venues.services.solana_ws,
    });
    const { rails } = (await venues.act({
      venue: 'kalshi_solana', do: 'add_market', ticker: 'KXTOLD-26', price: '0.40',
    })).done[0];
    const mint = Object.values(rails)[0].yes_mint;
    const account = getAssociatedTokenAddressSync(
      new PublicKey(mint), owner, false, TOKEN_2022_PROGRAM_ID);
    const told = [];
    const id = streaming.onAccountChange(account, (info, { slot }) => told.push({ info, slot }));
    const subscribed = async () => (await venues.ask('GET', '/streams')).streams
      .flatMap((stream) => stream.subscriptions).filter((one) => one.key === account.toBase58());
    await eventually(async () => (await subscribed()).length === 1, 'the subscription');
    const trade = { venue: 'kalshi_solana', wallet: owner.toBase58(), mint, price: '0.40' };
    await venues.act({ ...trade, do: 'buy', contracts: '5' });
    await eventually(() => told.length === 1, 'the purchase');
    const token = unpackAccount(account, told[0].info, TOKEN_2022_PROGRAM_ID);
    assert.equal(token.amount, 5_000_000n);
    assert.ok(token.owner.equals(owner));
    await venues.act({ ...trade, do: 'sell', contracts: '5', close_account: true });
    await eventually(() => told.at(-1).info.lamports === 0, 'the closed account');
    assert.ok(told.at(-1).slot > told[0].slot);
    await streaming.removeAccountChangeListener(id);
    await eventually(async () => (await subscribed()).length === 0, 'nothing is watched');
    // It hangs up by itself half a second after its last subscription.
    await eventually(async () => (await venues.ask('GET', '/streams')).streams.length === 0, 'the end');
  });

  test('is told that a slot has not come', async () => {
    const ahead = (await connection.getSlot('processed')) + 1_000;
    await assert.rejects(
      connection.getTokenAccountsByOwner(
        owner, { programId: TOKEN_PROGRAM_ID }, { commitment: 'confirmed', minContextSlot: ahead }),
      /Minimum context slot has not been reached/,
    );
  });
});
