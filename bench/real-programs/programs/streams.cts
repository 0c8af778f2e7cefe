// readable-stream and csv-parse: pipelines, back-pressure, errors and async iteration.

import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { finished, PassThrough, pipeline, Readable, Transform, Writable } from 'readable-stream';

async function main(): Promise<void> {
  const lines = Array.from({ length: 500 }, (_, i) => `${i};"a ""${i}""";${i % 7 ? i : ''}\r\n`);
  const double = new Transform({
    objectMode: true,
    highWaterMark: 3,
    transform: (row, _encoding, done) => done(null, { ...row, twice: row.n * 2 }),
  });
  const rows: unknown[] = [];
  const sink = new Writable({
    objectMode: true,
    highWaterMark: 2,
    write: (row, _encoding, done) => {
      rows.push(row);
      setImmediate(done);
    },
  });
  await new Promise<void>((resolve, reject) =>
    pipeline(
      Readable.from(lines),
      parse({ delimiter: ';', columns: ['n', 'text', 'rest'], cast: true }),
      double,
      sink,
      (error) => (error ? reject(error) : resolve()),
    ),
  );
  console.log(JSON.stringify(rows));
  for await (const chunk of Readable.from([1, 2, 3])
    .map((x: number) => x * 2)
    .filter((x: number) => x > 2))
    console.log(chunk);
  const broken = new PassThrough();
  finished(broken, (error) => console.log(String(error)));
  broken.destroy(new Error('broken'));
  try {
    parseSync('a,b\n1,2,3\n');
  } catch (error) {
    console.log(String(error), (error as { code: string }).code);
  }
}

void main();
