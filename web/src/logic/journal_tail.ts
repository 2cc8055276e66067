// The journal is read upwards from a sequence number and only grows. Its newest rows are found by
// doubling and halving the number asked for, so that a long journal costs a few small questions;
// after that only what is new is read.

export interface Page<Row> {
  rows: Row[];
  next_after: number | null;
}

export type ReadPage<Row> = (after: number, limit: number) => Promise<Page<Row>>;

const PAGE = 200;

export async function newestRows<Row extends { sequence: number }>(
  read: ReadPage<Row>,
  keep: number,
  known: readonly Row[] = [],
): Promise<Row[]> {
  const last = known.at(-1);
  const first = await read(last?.sequence ?? 0, PAGE);
  if (first.next_after === null) return [...known, ...first.rows].slice(-keep);
  const end = await lastSequence(read, first.next_after);
  return rowsAfter(read, Math.max(0, end - keep), keep);
}

// `low` has rows after it.
async function lastSequence<Row extends { sequence: number }>(read: ReadPage<Row>, low: number): Promise<number> {
  let step = PAGE;
  let some = low;
  let none = low + step;
  for (;;) {
    const page = await read(none, 1);
    if (page.rows.length === 0) break;
    some = none;
    step *= 2;
    none += step;
  }
  while (none - some > 1) {
    const middle = some + Math.floor((none - some) / 2);
    const page = await read(middle, 1);
    if (page.rows.length > 0) some = middle;
    else none = middle;
  }
  return none;
}

async function rowsAfter<Row>(read: ReadPage<Row>, after: number, keep: number): Promise<Row[]> {
  const rows: Row[] = [];
  let from: number | null = after;
  while (from !== null) {
    const page: Page<Row> = await read(from, PAGE);
    rows.push(...page.rows);
    from = page.next_after !== null && page.next_after > from ? page.next_after : null;
  }
  return rows.slice(-keep);
}
