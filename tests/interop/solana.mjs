// What both Solana libraries are given to sign.
import { createHash } from 'node:crypto';
import { eventually } from './venues.mjs';

/** TEST ONLY: the simulator makes a wallet's key from its name (sim/solana/keys.cpp). */
export const demoSeed = () => createHash('sha256').update('wallet holdfast-demo').digest();

/** Five contracts of a new market; DFlow's transaction that sells two of them, unsigned, in base64. */
export async function saleToSign(venues, ticker, amountOf) {
  const owner = venues.ready.solana_wallet;
  const { rails } = (await venues.act({
    venue: 'kalshi_solana', do: 'add_market', ticker, price: '0.40',
  })).done[0];
  const [money, { yes_mint: mint }] = Object.entries(rails)[0];
  await venues.act({
    venue: 'kalshi_solana', do: 'buy', wallet: owner, mint, price: '0.40', contracts: '5',
  });
  await eventually(async () => (await amountOf(mint)) === 5_000_000n, 'the purchase');
  const query = new URLSearchParams({
    inputMint: mint, outputMint: money, amount: '2000000', userPublicKey: owner,
  });
  const { transaction } = await (await fetch(`${venues.services.dflow_trade}/order?${query}`)).json();
  return { mint, transaction };
}
