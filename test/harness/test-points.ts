// The test points: each uses the public functions from inside the measured program and throws if they do not behave.
// The exported names are the values of the harness's --tp.

import assert from 'node:assert/strict';
import { on, once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CoverageWriter } from '../../client/index.js';
import {
  clearCoverageCounters,
  emitCounterDataToDir,
  emitCounterDataToWriter,
  emitMetaDataToDir,
  emitMetaDataToWriter,
} from '../../client/index.js';
import { postClear, preClear } from './clear-marks.js';
import { FailingWriter } from './failing-writer.js';
import { MemoryWriter } from './memory-writer.js';
import { withoutPrivileges } from './without-privileges.js';

export async function emitToDir(outdir: string): Promise<void> {
  await emitMetaDataToDir(outdir);
  await emitCounterDataToDir(outdir);
}

/** The names are made up: readers go by the content. */
export async function emitToWriter(outdir: string): Promise<void> {
  const meta = new MemoryWriter();
  await emitMetaDataToWriter(meta);
  await writeFile(join(outdir, 'covmeta.0abcdef'), meta.bytes());
  const counters = new MemoryWriter();
  await emitCounterDataToWriter(counters);
  await writeFile(join(outdir, 'covcounters.0abcdef.99.77'), counters.bytes());
}

export async function emitToNonexistentDir(outdir: string): Promise<void> {
  const wanted = { code: 'ENOENT', message: /no such file or directory/ };
  await assert.rejects(emitMetaDataToDir(`${outdir}_MANGLED`), wanted);
  await assert.rejects(emitCounterDataToDir(`${outdir}_MANGLED`), wanted);
}

/** `outdir` is not writable for others than root. */
export async function emitToUnwritableDir(outdir: string): Promise<void> {
  const wanted = { code: 'EACCES', message: /permission denied/ };
  await withoutPrivileges(async () => {
    await assert.rejects(emitMetaDataToDir(outdir), wanted);
    await assert.rejects(emitCounterDataToDir(outdir), wanted);
  });
}

/** `outdir` is a file. */
export async function emitToNoDir(outdir: string): Promise<void> {
  await assert.rejects(emitMetaDataToDir(outdir), { code: 'ENOTDIR' });
  await assert.rejects(emitCounterDataToDir(outdir), { code: 'ENOTDIR' });
}

export async function emitToNilWriter(): Promise<void> {
  for (const nil of [null, undefined] as unknown as CoverageWriter[]) {
    await assert.rejects(emitMetaDataToWriter(nil), {
      code: 'ERR_NIL_WRITER',
      message: /emitMetaDataToWriter: nil writer/,
    });
    await assert.rejects(emitCounterDataToWriter(nil), {
      code: 'ERR_NIL_WRITER',
      message: /emitCounterDataToWriter: nil writer/,
    });
  }
}

export async function emitToFailingWriter(): Promise<void> {
  await failAtEachWrite(emitMetaDataToWriter);
  await failAtEachWrite(emitCounterDataToWriter);
}

export async function emitWithCounterClear(outdir: string): Promise<void> {
  preClear();
  await clearCoverageCounters();
  postClear();
  await emitMetaDataToDir(outdir);
  await emitCounterDataToDir(outdir);
}

/** In modes set and count. */
export async function refuseCounterClear(outdir: string): Promise<void> {
  const wanted = { code: 'ERR_CLEAR_UNSUPPORTED', message: /mode (set|count).*atomic/ };
  await assert.rejects(clearCoverageCounters(), wanted);
  await assert.rejects(emitCounterDataToDir(outdir, { clear: true }), wanted);
}

/** In a program that is not measured. */
export async function refuseUncovered(outdir: string): Promise<void> {
  const wanted = { code: 'ERR_NOT_COVERED', message: /not instrumented/ };
  await assert.rejects(emitMetaDataToDir(outdir), wanted);
  await assert.rejects(emitMetaDataToWriter(new MemoryWriter()), wanted);
  await assert.rejects(emitCounterDataToDir(outdir), wanted);
  await assert.rejects(emitCounterDataToWriter(new MemoryWriter()), wanted);
  await assert.rejects(clearCoverageCounters(), wanted);
}

/** Does what the parent process says, message by message, and answers each with itself: for emissions from outside. */
export async function obey(): Promise<void> {
  process.send?.('ready');
  for await (const [order] of on(process, 'message')) {
    if (order === 'preClear') preClear();
    if (order === 'postClear') postClear();
    if (order === 'end') break;
    if (order === 'unprivileged') {
      // Until the next order, which is acknowledged when the privileges are back.
      await withoutPrivileges(async () => {
        process.send?.(order);
        await once(process, 'message');
      });
      continue;
    }
    process.send?.(order);
  }
  process.disconnect();
}

/** Counts the writes of a whole emission, then lets write 0, 1, ... up to the last fail. */
async function failAtEachWrite(emit: (writer: FailingWriter) => Promise<void>): Promise<void> {
  const unlimited = new FailingWriter(Number.POSITIVE_INFINITY);
  await emit(unlimited);
  assert.ok(unlimited.writes >= 3, `several writes wanted, ${unlimited.writes} seen`);
  for (let failAt = 0; failAt < unlimited.writes; failAt++) {
    const writer = new FailingWriter(failAt);
    await assert.rejects(emit(writer), { code: 'ERR_WRITE_FAILED', cause: writer.failure });
    assert.equal(writer.writes, failAt + 1);
  }
}
