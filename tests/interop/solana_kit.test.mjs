// @solana/kit, the successor of web3.js, against the simulated Solana endpoints.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  address, createKeyPairFromPrivateKeyBytes, createSolanaRpc, getAddressDecoder,
  getAddressFromPublicKey, getBase64EncodedWireTransaction, getBase64Encoder, getStructDecoder,
  getTransactionDecoder, getU64Decoder, isSolanaError,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_MIN_CONTEXT_SLOT_NOT_REACHED,
  SOLANA_ERROR__JSON_RPC__SERVER_ERROR_TRANSACTION_SIGNATURE_VERIFICATION_FAILURE, signTransaction,
} from '@solana/kit';
import { demoSeed, saleToSign } from './solana.mjs';
import { eventually, Venues } from './venues.mjs';

const PROGRAMS = [
  address('TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA'),
  address('TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb'),
];
// How both programs' accounts begin.
const ACCOUNT = getStructDecoder([
  ['mint', getAddressDecoder()], ['owner', getAddressDecoder()], ['amount', getU64Decoder()],
]);

/** Amounts by mint as the world has them: classic USDC under the first program, the rest under the second. */
async function truth(venues) {
  const rows = (await venues.world()).kalshi_solana.wallets[venues.ready.solana_wallet];
  const of = (wanted) => new Map(rows
    .filter((row) => (row.mint.startsWith('EPj') ? 0 : 1) === wanted)
    .map((row) => [row.mint, BigInt(row.amount)]));
  return [of(0), of(1)];
}

const listing = (rpc, owner, programId, encoding, more) =>
  rpc.getTokenAccountsByOwner(owner, { programId }, { encoding, commitment: 'confirmed', ...more }).send();

/** What the library decodes from the bytes by itself. */
async function readBytes(rpc, owner, program) {
  const { value } = await listing(rpc, owner, program, 'base64');
  return new Map(value.map(({ account }) => {
    assert.equal(account.owner, program);
    const token = ACCOUNT.decode(getBase64Encoder().encode(account.data[0]));
    assert.equal(token.owner, owner);
    return [token.mint, token.amount];
  }));
}

/** What the node has decoded. */
async function readParsed(rpc, owner, program) {
  const { value } = await listing(rpc, owner, program, 'jsonParsed');
  return new Map(value.map(({ account }) => {
    assert.equal(account.rentEpoch, 18446744073709551615n);
    const { mint, tokenAmount } = account.data.parsed.info;
    assert.equal(tokenAmount.decimals, 6);
    return [mint, BigInt(tokenAmount.amount)];
  }));
}

async function started(...options) {
  const venues = await Venues.start(...options);
  await venues.pass(60_000);
  return {
    venues, rpc: createSolanaRpc(venues.services.solana_1), owner: address(venues.ready.solana_wallet),
  };
}

for (const rows of [0, 1, 501, 1200]) {
  describe(`@solana/kit with ${rows} outcome tokens`, () => {
    let house;
    before(async () => { house = await started('--positions', String(rows)); });
    after(() => house.venues.close());

    for (const [way, read] of [['from bytes', readBytes], ['as the node has parsed them', readParsed]]) {
      test(`reads the balances of both token programs ${way}`, async () => {
        const held = await Promise.all(
          PROGRAMS.map((program) => read(house.rpc, house.owner, program)));
        assert.deepEqual(held, await truth(house.venues));
        assert.deepEqual(held.map((one) => one.size), [1, rows + 1]); // USDC, and CASH
      });
    }
  });
}

describe('@solana/kit', () => {
  let house;
  before(async () => { house = await started(); });
  after(() => house.venues.close());

  test('reads lamports and slots of every commitment, and asks for a slot at least', async () => {
    const { rpc, owner } = house;
    const { context, value } = await rpc.getBalance(owner, { commitment: 'finalized' }).send();
    assert.ok(value > 0n);
    const slots = await Promise.all(
      ['processed', 'confirmed', 'finalized'].map((commitment) => rpc.getSlot({ commitment }).send()));
    assert.ok(slots[0] > slots[1] && slots[1] > slots[2] && slots[2] >= context.slot);
    const later = await listing(rpc, owner, PROGRAMS[1], 'base64', { minContextSlot: slots[2] });
    assert.ok(later.context.slot >= slots[2]);
  });

  test('is told by a slot that has not come how far the node is', async () => {
    const { rpc, owner } = house;
    const head = await rpc.getSlot({ commitment: 'confirmed' }).send();
    await assert.rejects(
      listing(rpc, owner, PROGRAMS[0], 'base64', { minContextSlot: head + 1_000n }),
      (error) => isSolanaError(error, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_MIN_CONTEXT_SLOT_NOT_REACHED)
        && error.context.contextSlot >= head && error.context.contextSlot < head + 1_000n);
  });

  test('is refused when the signature is broken, and not when it is whole', async () => {
    const { rpc, owner, venues } = house;
    const keys = await createKeyPairFromPrivateKeyBytes(demoSeed());
    assert.equal(await getAddressFromPublicKey(keys.publicKey), owner);
    const amountOf = async (mint) => (await readBytes(rpc, owner, PROGRAMS[1])).get(mint);
    const sale = await saleToSign(venues, 'KXKIT-26', amountOf);
    const whole = await signTransaction(
      [keys], getTransactionDecoder().decode(getBase64Encoder().encode(sale.transaction)));
    const signature = Uint8Array.from(whole.signatures[owner]);
    signature[0] ^= 1;
    const broken = { ...whole, signatures: { ...whole.signatures, [owner]: signature } };
    const send = (transaction) => rpc.sendTransaction(
      getBase64EncodedWireTransaction(transaction), { encoding: 'base64' }).send();
    await assert.rejects(send(broken), (error) => isSolanaError(
      error, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_TRANSACTION_SIGNATURE_VERIFICATION_FAILURE));
    assert.equal(await amountOf(sale.mint), 5_000_000n);
    await send(whole);
    await eventually(async () => (await amountOf(sale.mint)) === 3_000_000n, 'the sale');
  });

  test('sees at a second endpoint what the first lies about', async () => {
    const { rpc, owner, venues } = house;
    const [, held] = await truth(venues);
    const [mint, amount] = [...held][0];
    await venues.fault({
      venue: 'solana/1', kind: 'lie', count: 1, params: { token: mint, balance: '7' } });
    const lied = await readBytes(rpc, owner, PROGRAMS[1]);
    assert.equal(lied.get(mint), 7n);
    const second = createSolanaRpc(venues.services.solana_2);
    assert.equal((await readBytes(second, owner, PROGRAMS[1])).get(mint), amount);
  });
});
