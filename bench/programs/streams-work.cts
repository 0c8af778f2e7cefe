// The streaming workload's own code, which is measured along with the packages that it uses.

export interface Row {
  id: string;
  city: string;
  amount: number;
  comment: string;
}

/** Sums the amounts by city, in batches that are awaited one by one. */
export async function aggregate(rows: AsyncIterable<Row>): Promise<Record<string, number>> {
  const totals: Record<string, number> = {};
  for await (const batch of inBatches(rows, 16)) {
    const amounts = await Promise.all(batch.map(priced));
    batch.forEach((row, index) => {
      totals[row.city] = (totals[row.city] ?? 0) + (amounts[index] ?? 0);
    });
  }
  return totals;
}

async function* inBatches(rows: AsyncIterable<Row>, size: number): AsyncGenerator<Row[]> {
  let batch: Row[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function priced(row: Row): Promise<number> {
  const rate = await rateOf(row.city);
  return row.comment.length > 20 ? 0 : Math.round(row.amount * rate);
}

async function rateOf(city: string): Promise<number> {
  return city.length > 4 ? 1.5 : 2;
}
