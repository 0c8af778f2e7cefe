// The three kinds of writer: order, back-pressure, and a write that fails at each position in turn.

import { PassThrough, Writable } from 'node:stream';
import { WritableStream } from 'node:stream/web';
import test from 'ava';
import { type CoverageWriter, requireWriter, writePieces } from '../../../client/writer/coverage-writer.js';

const PIECES = [1, 2, 3].map((byte) => new Uint8Array([byte]));

interface Recorder {
  writer: CoverageWriter;
  /** First byte of each write that was begun, in order. */
  begun: number[];
  /** Most writes that were under way at a time. */
  peak: number;
}

type Kind = (failAt: number, failure: Error) => Recorder;

const kinds: Record<string, Kind> = {
  'an object with a synchronous write': (failAt, failure) => {
    const recorder: Recorder = { begun: [], peak: 1, writer: { write } };
    function write(chunk: Uint8Array): void {
      recorder.begun.push(chunk[0] ?? 0);
      if (recorder.begun.length - 1 === failAt) throw failure;
    }
    return recorder;
  },
  'an object with an asynchronous write': (failAt, failure) => record(failAt, failure, (write) => ({ write })),
  'a Node Writable': (failAt, failure) =>
    record(failAt, failure, (write) => {
      return new Writable({
        highWaterMark: 1,
        write: (chunk, _encoding, callback) => void write(chunk).then(() => callback(), callback),
      });
    }),
  'a WHATWG WritableStream': (failAt, failure) =>
    record(failAt, failure, (write) => new WritableStream<Uint8Array>({ write })),
};

for (const [name, kind] of Object.entries(kinds)) {
  test(`writePieces gives ${name} every piece in order, one at a time`, async (t) => {
    const recorder = kind(-1, new Error('never'));
    await writePieces(recorder.writer, PIECES, 'emit');
    t.deepEqual(recorder.begun, [1, 2, 3]);
    t.is(recorder.peak, 1);
  });

  for (const failAt of PIECES.keys()) {
    test(`writePieces rejects with the very error of ${name} when write ${failAt} fails, and stops`, async (t) => {
      const failure = new Error('disk on fire');
      const recorder = kind(failAt, failure);
      const error = await t.throwsAsync(writePieces(recorder.writer, PIECES, 'emit'), { code: 'ERR_WRITE_FAILED' });
      t.is(error?.cause, failure);
      t.is(error?.message, 'emit: writer failed: disk on fire');
      t.is(recorder.begun.length, failAt + 1);
    });
  }
}

test('writePieces rejects when a Node stream is destroyed in the middle of a write', async (t) => {
  const stream = new Writable({ write: () => void stream.destroy() });
  await t.throwsAsync(writePieces(stream, PIECES, 'emit'), { code: 'ERR_WRITE_FAILED' });
});

test('writePieces leaves a Node stream open and without listeners of ours', async (t) => {
  const stream = new PassThrough();
  await writePieces(stream, PIECES, 'emit');
  t.deepEqual([stream.listenerCount('error'), stream.listenerCount('close')], [0, 0]);
  stream.end('!');
  t.is(Buffer.concat(await stream.toArray()).toString('latin1'), '\x01\x02\x03!');
});

test('writePieces unlocks a WHATWG stream, also after a failure', async (t) => {
  const stream = new WritableStream<Uint8Array>({
    write() {
      throw new Error('full');
    },
  });
  await t.throwsAsync(writePieces(stream, PIECES, 'emit'), { code: 'ERR_WRITE_FAILED' });
  t.false(stream.locked);
});

const refuseNil = test.macro({
  exec: (t, writer: null | undefined) => {
    t.throws(() => requireWriter(writer, 'emitMetaDataToWriter'), {
      code: 'ERR_NIL_WRITER',
      message: 'emitMetaDataToWriter: nil writer',
    });
  },
  title: (_, writer) => `requireWriter refuses ${writer}, naming the function`,
});
test(refuseNil, null);
test(refuseNil, undefined);

test('requireWriter refuses an object without write', (t) => {
  t.throws(() => requireWriter({} as CoverageWriter, 'emit'), { instanceOf: TypeError, message: /no write method/ });
});

/** A writer whose writes finish in a later turn, so that overlapping ones are seen. */
function record(
  failAt: number,
  failure: Error,
  create: (write: (chunk: Uint8Array) => Promise<void>) => CoverageWriter,
): Recorder {
  let running = 0;
  const recorder: Recorder = { begun: [], peak: 0, writer: create(write) };
  async function write(chunk: Uint8Array): Promise<void> {
    recorder.begun.push(chunk[0] ?? 0);
    recorder.peak = Math.max(recorder.peak, ++running);
    const mine = recorder.begun.length - 1;
    await new Promise(setImmediate);
    running--;
    if (mine === failAt) throw failure;
  }
  return recorder;
}
