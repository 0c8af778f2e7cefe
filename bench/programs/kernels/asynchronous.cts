// Kernel: generators, async functions and async generators of few instructions each.

/** Runs generators over 60,000 values and 6,000 awaited steps. */
export async function asynchronous(): Promise<string> {
  let sum = 0;
  for (const value of take(filter(naturals(), isOdd), 30_000)) sum += value;
  const rows: number[] = [];
  for await (const row of batches(3000)) rows.push(await settle(row));
  return `${sum} ${rows.reduce((total, row) => total + row, 0)}`;
}

function* naturals(): Generator<number> {
  for (let value = 0; ; value++) yield value;
}

function* filter(values: Iterable<number>, keep: (value: number) => boolean): Generator<number> {
  for (const value of values) if (keep(value)) yield value;
}

function* take(values: Iterable<number>, count: number): Generator<number> {
  let left = count;
  for (const value of values) {
    if (left-- === 0) return;
    yield value;
  }
}

function isOdd(value: number): boolean {
  return (value & 1) === 1;
}

async function* batches(count: number): AsyncGenerator<number> {
  for (let index = 0; index < count; index++) yield await half(index);
}

async function half(value: number): Promise<number> {
  return value >> 1;
}

async function settle(row: number): Promise<number> {
  try {
    if (row % 7 === 0) throw new RangeError('seven');
    return await half(row);
  } catch {
    return 1;
  }
}
