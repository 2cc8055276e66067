import { describe, expect, it } from 'vitest';
import { newestRows } from './journal_tail';

function journal(length: number) {
  const asked: [number, number][] = [];
  const read = async (after: number, limit: number) => {
    asked.push([after, limit]);
    const rows = [];
    for (let n = after + 1; n <= Math.min(length, after + limit); n += 1) rows.push({ sequence: n });
    const end = rows.at(-1)?.sequence ?? after;
    return { rows, next_after: end < length ? end : null };
  };
  return { read, asked };
}

describe('the newest rows of a journal', () => {
  it('are the last ones, whatever its length', async () => {
    for (const length of [0, 1, 199, 200, 201, 399, 400, 401, 599, 601, 12_345]) {
      const rows = await newestRows(journal(length).read, 100);
      const sequences = rows.map((row) => row.sequence);
      const first = Math.max(0, length - 100);
      expect(sequences, String(length)).toEqual(Array.from({ length: length - first }, (_, i) => first + 1 + i));
    }
  });

  it('cost few questions in a journal of a million', async () => {
    const { read, asked } = journal(1_000_000);
    await newestRows(read, 100);
    expect(asked.length).toBeLessThan(45);
  });

  it('are read on from where they ended', async () => {
    const { read, asked } = journal(260);
    const rows = await newestRows(read, 100, [{ sequence: 249 }, { sequence: 250 }]);
    expect(rows.map((row) => row.sequence)).toEqual([249, 250, 251, 252, 253, 254, 255, 256, 257, 258, 259, 260]);
    expect(asked).toEqual([[250, 200]]);
  });
});
