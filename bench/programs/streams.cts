// Workload: an asynchronous program of many small steps: CSV is parsed, transformed and aggregated through streams,
// async iterators and promises.

import { parse } from 'csv-parse';
import { Readable, Transform } from 'readable-stream';
import { measure } from './measure.cjs';
import { aggregate, type Row } from './streams-work.cjs';

const header = 'id,city,amount,comment\n';
const cities = ['Kyiv', 'Lagos', 'Lima', 'Oslo', 'Pune', 'Quito'];
const lines = Array.from(
  { length: 4000 },
  (_, index) => `${index},${cities[index % cities.length]},${(index * 7919) % 1000},"said ""no"", twice"\n`,
);

void measure(async () => {
  const parser = parse({ columns: true });
  const amounts = new Transform({
    objectMode: true,
    transform(row: Row, _encoding, done) {
      done(null, { ...row, amount: Number(row.amount) });
    },
  });
  Readable.from([header, ...lines])
    .pipe(parser)
    .pipe(amounts);
  return JSON.stringify(await aggregate(amounts));
});
