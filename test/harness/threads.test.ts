// Real threads of real programs, asked from outside: no hit is lost, however many ask and however the threads end.

import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type CoverageClient, connect } from '../../client/index.js';
import { listLiveFunctions } from './judge.js';
import { createScratch, endCleanly, FIXTURES, startMeasured } from './run-harness.js';
import { countsOf, takeSnapshot } from './snapshot.js';

const ITERATIONS = 4_500_000;
const WORKERS = 12;
const WHEN_LISTENING = { waitMs: 60_000 };

test.serial('two clearing clients of a program whose workers come and go get every hit exactly once', async (t) => {
  const { running, socket, getOneMessage, sendMessage, scratch } = await startProgram(t, 'count-in-workers.mjs');
  await using a = await connect(socket, WHEN_LISTENING);
  await using b = await connect(socket, WHEN_LISTENING);
  await using idle = await connect(socket, WHEN_LISTENING);
  await b.openWindow('b');
  await idle.openWindow('whole');
  let isDone = false;
  const done = getOneMessage().then(() => {
    isDone = true;
  });
  await sendMessage('go');
  const sums = await Promise.all([sumWindows(a, undefined, () => isDone), sumWindows(b, 'b', () => isDone)]);
  await done;
  const hits = WORKERS * ITERATIONS;
  const wanted = [WORKERS, hits, hits / 2, hits / 2, WORKERS];
  for (const { counts, windows } of sums) {
    t.deepEqual(counts, wanted);
    t.true(windows > 10, `${windows} windows`);
  }
  t.deepEqual(distinct(countsOf(await takeSnapshot(idle, { window: 'whole' }), 'count')), wanted);
  await sendMessage('end');
  await endCleanly(t, scratch, running);
});

test.serial(
  'the counts of workers stay, whether they returned, exited, threw, were terminated or ran out of memory',
  async (t) => {
    const { running, socket, sendMessage, scratch } = await startProgram(t, 'end-in-every-way.mjs');
    await using client = await connect(socket, WHEN_LISTENING);
    const snapshot = await takeSnapshot(client);
    t.deepEqual(countsOf(snapshot, 'work'), [5000]);
    t.true((countsOf(snapshot, 'spin')[0] ?? 0) > 0);
    t.is((await client.status()).threads, 1);
    await sendMessage('end');
    await endCleanly(t, scratch, running);
    t.true((await listLiveFunctions(scratch.dir, 'covd/test/fixtures/threads/...')).includes('spin'));
  },
);

/** Resolves when the program has said something to its parent. */
async function startProgram(t: ExecutionContext, program: string) {
  const scratch = createScratch(t);
  const options = { dir: scratch.dir, ipc: true, env: { COVD_ROOT: FIXTURES } };
  const running = startMeasured(scratch, [join(FIXTURES, 'threads', program)], options);
  const { pid, getOneMessage, sendMessage } = running;
  if (!getOneMessage || !sendMessage || pid === undefined) throw new Error(`start ${program}: no channel to it`);
  await getOneMessage();
  const socket = join(scratch.runtime, 'covd', `${pid}.sock`);
  return { running, socket, getOneMessage, sendMessage, scratch };
}

/** Adds up what `count` counted in window after window until `done`, and in the rest after that. */
async function sumWindows(client: CoverageClient, window: string | undefined, done: () => boolean) {
  const units: number[] = [];
  let windows = 0;
  for (let isLast = false; !isLast; windows++) {
    isLast = done();
    const snapshot = await takeSnapshot(client, { clear: true, ...(window !== undefined && { window }) });
    for (const [unit, count] of countsOf(snapshot, 'count').entries()) units[unit] = (units[unit] ?? 0) + count;
  }
  return { counts: distinct(units), windows };
}

/** Neighbouring units that count the same block as one: the call, a pass of the loop, each arm, what comes behind the loop. */
function distinct(units: readonly number[]): number[] {
  const isArm = (index: number) => index > 0 && units[index] === (units[1] ?? 0) / 2;
  return units.filter((count, index) => count !== units[index - 1] || isArm(index));
}
