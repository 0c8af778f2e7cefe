// The test points from another process, over the socket: each of the five as a method of CoverageClient.

import assert from 'node:assert/strict';
import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type CoverageClient, type CoverageWriter, connect } from '../../client/index.js';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import { FailingWriter } from './failing-writer.js';
import { listLiveFunctions } from './judge.js';
import { MemoryWriter } from './memory-writer.js';
import { type ObedientHarness, startObedient } from './obedient-harness.js';

const HARNESS_PACKAGES = 'covd/dist/test/harness/...';

type Point = (t: ExecutionContext, client: CoverageClient, harness: ObedientHarness) => Promise<void>;

const runRemotely = test.macro({
  exec: async (t, _: string, mode: CoverageMode, point: Point) => {
    const harness = await startObedient(t, mode);
    {
      await using client = await connect(harness.socket, { waitMs: 60_000 });
      await point(t, client, harness);
    }
    await harness.end();
  },
  title: (_, name: string, mode: CoverageMode) => `${name} from another process, mode ${mode}`,
});

for (const mode of ['atomic', 'count', 'set'] as const) {
  test.serial(runRemotely, 'emitToDir', mode, async (t, client, { scratch: { out } }) => {
    await client.emitMetaDataToDir(out);
    await client.emitCounterDataToDir(out);
    t.is((await readdir(out)).length, 2);
    await checkLive(t, out, { live: ['main', 'obey'], dead: ['preClear', 'final'] });
  });
}

test.serial(runRemotely, 'emitToWriter', 'atomic', async (t, client, { scratch: { out } }) => {
  const meta = new MemoryWriter();
  await client.emitMetaDataToWriter(meta);
  await writeFile(join(out, 'covmeta.0abcdef'), meta.bytes());
  const counters = new MemoryWriter();
  await client.emitCounterDataToWriter(counters);
  await writeFile(join(out, 'covcounters.0abcdef.99.77'), counters.bytes());
  await checkLive(t, out, { live: ['main', 'obey'], dead: ['preClear', 'final'] });
});

test.serial(runRemotely, 'emitToNonexistentDir', 'atomic', async (t, client, { scratch: { out } }) => {
  const wanted = { code: 'ENOENT', message: /no such file or directory/ };
  await t.throwsAsync(client.emitMetaDataToDir(`${out}_MANGLED`), wanted);
  await t.throwsAsync(client.emitCounterDataToDir(`${out}_MANGLED`), wanted);
  t.deepEqual(await readdir(out), []);
});

test.serial(runRemotely, 'emitToNoDir', 'atomic', async (t, client, { scratch: { out } }) => {
  await writeFile(join(out, 'file'), '');
  await t.throwsAsync(client.emitMetaDataToDir(join(out, 'file')), { code: 'ENOTDIR' });
  await t.throwsAsync(client.emitCounterDataToDir(join(out, 'file')), { code: 'ENOTDIR' });
});

test.serial(runRemotely, 'emitToUnwritableDir', 'atomic', async (t, client, { order, scratch: { out } }) => {
  const wanted = { code: 'EACCES', message: /permission denied/ };
  await chmod(out, 0o555);
  await order('unprivileged');
  await t.throwsAsync(client.emitMetaDataToDir(out), wanted);
  await t.throwsAsync(client.emitCounterDataToDir(out), wanted);
  await order('privileged');
  await chmod(out, 0o755);
  t.deepEqual(await readdir(out), []);
  t.is((await client.emitCounterDataToDir(out)).length, 2);
});

test.serial(runRemotely, 'emitToNilWriter', 'atomic', async (t, client) => {
  const wanted = { code: 'ERR_NIL_WRITER', message: /nil writer/ };
  await t.throwsAsync(client.emitMetaDataToWriter(null as unknown as CoverageWriter), wanted);
  await t.throwsAsync(client.emitCounterDataToWriter(undefined as unknown as CoverageWriter), wanted);
});

test.serial(runRemotely, 'emitToFailingWriter', 'atomic', async (t, client) => {
  const unlimited = new FailingWriter(Number.POSITIVE_INFINITY);
  await client.emitCounterDataToWriter(unlimited);
  for (let failAt = 0; failAt < unlimited.writes; failAt++) {
    const writer = new FailingWriter(failAt);
    await assert.rejects(client.emitCounterDataToWriter(writer), { code: 'ERR_WRITE_FAILED', cause: writer.failure });
    t.is(writer.writes, failAt + 1);
  }
});

test.serial(runRemotely, 'emitWithCounterClear', 'atomic', async (t, client, { order, scratch: { out } }) => {
  await order('preClear');
  await client.clearCoverageCounters();
  await order('postClear');
  await client.emitCounterDataToDir(out);
  await checkLive(t, out, { live: ['obey', 'postClear'], dead: ['preClear', 'main', 'final'] });
});

for (const mode of ['count', 'set'] as const) {
  test.serial(runRemotely, 'refuseCounterClear', mode, async (t, client, { scratch: { out } }) => {
    const wanted = { code: 'ERR_CLEAR_UNSUPPORTED', message: new RegExp(`mode ${mode}.*atomic`) };
    await t.throwsAsync(client.clearCoverageCounters(), wanted);
    await t.throwsAsync(client.emitCounterDataToDir(out, { clear: true }), wanted);
  });
}

test.serial(runRemotely, 'a window of its own', 'atomic', async (t, client, { order, scratch: { out } }) => {
  await order('preClear');
  await client.openWindow('mine');
  await order('postClear');
  await client.clearCoverageCounters();
  await client.emitCounterDataToDir(out, { window: 'mine' });
  await checkLive(t, out, { live: ['obey', 'postClear'], dead: ['preClear', 'main'] });
  await client.closeWindow('mine');
  await t.throwsAsync(client.emitCounterDataToDir(out, { window: 'mine' }), { code: 'ERR_NO_WINDOW' });
});

async function checkLive(t: ExecutionContext, dir: string, wanted: { live: string[]; dead: string[] }): Promise<void> {
  const live = await listLiveFunctions(dir, HARNESS_PACKAGES);
  t.deepEqual(
    {
      missing: wanted.live.filter((name) => !live.includes(name)),
      extra: wanted.dead.filter((name) => live.includes(name)),
    },
    { missing: [], extra: [] },
  );
}
