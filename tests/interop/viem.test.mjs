// viem, as wallets and explorers use it, against the simulated Polygon endpoints; ethers would send the
// same calls. A broken signature: n/a (the endpoints take no transaction, and reading is signed by
// nobody).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  ContractFunctionRevertedError, ContractFunctionZeroDataError, createPublicClient, getAddress,
  http, parseAbi, zeroAddress,
} from 'viem';
import { polygon } from 'viem/chains';
import { exact } from './amounts.mjs';
import { eventually, Venues } from './venues.mjs';

const CONDITIONAL_TOKENS = '0x4D97DCd97eC945f40cF65F87097ACe5EA0476045';
const STRANGER = getAddress('0x00000000000000000000000000000000000c0ffe');
const TOKEN_UNIT = exact('0.000001'); // tokens have six decimals on the chain
const abi = parseAbi([
  'function balanceOf(address owner, uint256 id) view returns (uint256)',
  'function balanceOfBatch(address[] owners, uint256[] ids) view returns (uint256[])',
  'event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)',
]);

/** @param {unknown[][]} [batches] gets the calls of every HTTP request that was a JSON-RPC array */
function clientOf(url, { batch = false, batches = [] } = {}) {
  return createPublicClient({
    chain: polygon,
    transport: http(url, {
      batch: batch && { batchSize: 1000, wait: 5 },
      retryCount: 0,
      timeout: 30_000,
      onFetchRequest: async (_, { body }) => {
        const sent = JSON.parse(body);
        if (Array.isArray(sent)) batches.push(sent);
      },
    }),
  });
}

const tokensOf = (world, wallet) =>
  world.polymarket.wallets[wallet].holdings.map((row) => ({
    id: BigInt(row.token_id),
    balance: exact(row.size) / TOKEN_UNIT,
  }));

const read = (client, functionName, args, block = { blockTag: 'finalized' }) =>
  client.readContract({ address: CONDITIONAL_TOKENS, abi, functionName, args, ...block });

/** The contract's own reason, as viem decodes it. */
async function reasonOf(promise) {
  const error = await promise.then(() => assert.fail('the call did not revert'), (thrown) => thrown);
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  assert.ok(reverted, error.message);
  return reverted.reason;
}

for (const rows of [0, 1, 501, 1200]) {
  describe(`viem with ${rows} tokens`, () => {
    let venues;
    let tokens;
    let wallet;
    before(async () => {
      venues = await Venues.start('--positions', String(rows));
      wallet = venues.ready.polymarket_wallet;
      tokens = tokensOf(await venues.world(), wallet);
      assert.equal(tokens.length, rows);
    });
    after(() => venues.close());

    test('reads every balance in one call of the contract', async () => {
      const client = clientOf(venues.services.polygon_1);
      const balances = await read(
        client, 'balanceOfBatch', [tokens.map(() => wallet), tokens.map((token) => token.id)]);
      assert.deepEqual(balances, tokens.map((token) => token.balance));
      assert.ok(rows === 0 || balances.every((balance) => balance > 0n));
    });

    test('reads every balance in calls of their own, sent as JSON-RPC arrays', async () => {
      const batches = [];
      const client = clientOf(venues.services.polygon_2, { batch: true, batches });
      const asked = tokens.map((token) => read(client, 'balanceOf', [wallet, token.id]));
      asked.push(read(client, 'balanceOf', [wallet, 12345n]));
      asked.push(read(client, 'balanceOf', [STRANGER, tokens[0]?.id ?? 1n]));
      assert.deepEqual(await Promise.all(asked), [...tokens.map((token) => token.balance), 0n, 0n]);
      assert.equal(batches.flat().length, rows + 2);
      assert.equal(batches.length, Math.ceil((rows + 2) / 1000));
    });
  });
}

describe('viem with the demo', () => {
  let venues;
  let client;
  let tokens;
  let wallet;
  before(async () => {
    venues = await Venues.start();
    client = clientOf(venues.services.polygon_1);
    wallet = venues.ready.polymarket_wallet;
    tokens = tokensOf(await venues.world(), wallet);
  });
  after(() => venues.close());

  test('reads Polygon\'s chain id', async () => {
    assert.equal(await client.getChainId(), 137);
  });

  test('reads the finalized block, behind the safe one, behind the latest', async () => {
    const earlier = (await venues.world()).polymarket.chain;
    const finalized = await client.getBlock({ blockTag: 'finalized' });
    const safe = await client.getBlock({ blockTag: 'safe' });
    const latest = await client.getBlock({ blockTag: 'latest' });
    const later = (await venues.world()).polymarket.chain;
    // The endpoint is half a second late, so it may show the block before.
    assert.ok(finalized.number >= BigInt(earlier.finalized) - 1n, String(finalized.number));
    assert.ok(finalized.number <= BigInt(later.finalized), String(finalized.number));
    assert.ok(finalized.number < safe.number && safe.number < latest.number);
    const again = await client.getBlock({ blockNumber: finalized.number });
    assert.deepEqual([again.hash, again.timestamp], [finalized.hash, finalized.timestamp]);
    const parent = await client.getBlock({ blockNumber: finalized.number - 1n });
    assert.equal(finalized.parentHash, parent.hash);
    const age = Date.now() / 1000 - Number(finalized.timestamp);
    assert.ok(age > 5 && age < 60, String(age));
  });

  test('reads the head\'s hash as the world has it', async () => {
    const { head, head_hash } = (await venues.world()).polymarket.chain;
    await eventually(async () =>
      (await client.getBlockNumber({ cacheTime: 0 })) >= BigInt(head), 'the head');
    assert.equal((await client.getBlock({ blockNumber: BigInt(head) })).hash, head_hash);
  });

  test('reads all balances as of one numbered block', async () => {
    const { number } = await client.getBlock({ blockTag: 'finalized' });
    const balances = await read(
      client, 'balanceOfBatch', [tokens.map(() => wallet), tokens.map((token) => token.id)],
      { blockNumber: number });
    assert.deepEqual(balances, tokens.map((token) => token.balance));
    assert.ok(balances.includes(50_000n)); // 0.05 shares
  });

  test('is reverted when owners and ids are of unequal number', async () => {
    const [a, b] = tokens;
    for (const args of [[[wallet], [a.id, b.id]], [[wallet, wallet], [a.id]], [[], [a.id]]]) {
      assert.equal(
        await reasonOf(read(client, 'balanceOfBatch', args)),
        'ERC1155: owners and IDs must have same lengths');
    }
  });

  test('is reverted when asking for the zero address', async () => {
    assert.equal(
      await reasonOf(read(client, 'balanceOf', [zeroAddress, tokens[0].id])),
      'ERC1155: balance query for the zero address');
    assert.equal(
      await reasonOf(read(client, 'balanceOfBatch', [[wallet, zeroAddress], [1n, 2n]])),
      'ERC1155: some address in batch balance query is zero');
  });

  test('one reverted call of a JSON-RPC array leaves the others whole', async () => {
    const batches = [];
    const batching = clientOf(venues.services.polygon_1, { batch: true, batches });
    const [first, second, third] = await Promise.allSettled([
      read(batching, 'balanceOf', [wallet, tokens[0].id]),
      read(batching, 'balanceOf', [zeroAddress, tokens[0].id]),
      read(batching, 'balanceOf', [wallet, tokens[1].id]),
    ]);
    assert.equal(batches.length, 1);
    assert.equal(batches[0].length, 3);
    assert.equal(first.value, tokens[0].balance);
    assert.equal(second.status, 'rejected');
    assert.equal(third.value, tokens[1].balance);
  });

  test('gets nothing from an address without code', async () => {
    const asked = client.readContract({
      address: STRANGER, abi, functionName: 'balanceOf', args: [wallet, 1n],
    });
    await assert.rejects(asked, (error) =>
      error.walk((cause) => cause instanceof ContractFunctionZeroDataError) !== null);
  });

  test('gets an error, not a balance, from an endpoint that is broken', async () => {
    await venues.fault({ venue: 'polygon/1', endpoint: 'eth_call', kind: 'rpc_error', count: 1 });
    await assert.rejects(read(client, 'balanceOf', [wallet, tokens[0].id]), /missing trie node/);
    assert.equal(await read(client, 'balanceOf', [wallet, tokens[1].id]), tokens[1].balance);
  });

  test('sees a transfer in both balances and in the log, and not in the block before', async () => {
    await venues.act({ venue: 'polymarket', do: 'set_service', settlement_ms: 300, finality_blocks: 1 });
    const { id, balance } = tokens.find((token) => token.balance > 5_000_000n);
    await venues.act({
      venue: 'polymarket', do: 'transfer', from: wallet, to: STRANGER, token_id: String(id),
      size: '3.000001',
    });
    await eventually(async () =>
      (await read(client, 'balanceOf', [STRANGER, id])) === 3_000_001n, 'the transfer');
    assert.equal(await read(client, 'balanceOf', [wallet, id]), balance - 3_000_001n);
    const latest = await client.getBlockNumber({ cacheTime: 0 });
    const logs = await client.getContractEvents({
      address: CONDITIONAL_TOKENS, abi, eventName: 'TransferSingle',
      args: { to: STRANGER }, fromBlock: latest - 30n, toBlock: latest,
    });
    assert.equal(logs.length, 1);
    const { args, blockNumber } = logs[0];
    assert.deepEqual(
      [args.from, args.to, args.id, args.value], [getAddress(wallet), STRANGER, id, 3_000_001n]);
    for (const [block, moved] of [[blockNumber - 1n, 0n], [blockNumber, 3_000_001n]]) {
      assert.equal(
        await read(client, 'balanceOf', [STRANGER, id], { blockNumber: block }), moved);
    }
  });
});
