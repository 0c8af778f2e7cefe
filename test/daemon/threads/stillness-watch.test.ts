// Whether the watch can tell that a process stood still: by samples made by hand, and in a process of its own.

import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { type ActivitySample, StillnessWatch } from '../../../daemon/threads/stillness-watch.js';

const START: ActivitySample = { switches: 40, usedMs: 100, idleMs: 1000, clockMs: 2000 };
/** The daemon alone, asleep for a tick. */
const TICK: ActivitySample = { switches: 1, usedMs: 0.3, idleMs: 249, clockMs: 250 };

/** What the watch says at the second of two looks, between which each value has grown by `grown`. */
function lookAfter(grown: Partial<ActivitySample>, settledAfter: Partial<ActivitySample> = {}): boolean {
  const settled = grow(START, settledAfter);
  const samples = [START, settled, grow(settled, { ...TICK, ...grown })];
  const watch = new StillnessWatch(() => samples.shift());
  watch.look();
  watch.settle();
  return watch.look();
}

function grow(from: ActivitySample, by: Partial<ActivitySample>): ActivitySample {
  return {
    switches: from.switches + (by.switches ?? 0),
    usedMs: from.usedMs + (by.usedMs ?? 0),
    idleMs: from.idleMs + (by.idleMs ?? 0),
    clockMs: from.clockMs + (by.clockMs ?? 0),
  };
}

const says = test.macro({
  exec(t, isStill: boolean, grown: Partial<ActivitySample>, settledAfter?: Partial<ActivitySample>) {
    t.is(lookAfter(grown, settledAfter), isStill);
  },
  title: (what = '') => `StillnessWatch.look ${what}`,
});

test('is true when the daemon alone has slept and woken', says, true, {});
test('is false when a thread has run and stopped', says, false, { switches: 2 });
test('is false when a thread has run all the time', says, false, { usedMs: 250 });
test('is false where the system counts no switches', says, false, { switches: 0 });
test('is false when the one switch may be that of another thread', says, false, { idleMs: 0.1 });
test("is true after a long tick of the daemon's own", says, true, {}, { usedMs: 30, clockMs: 30 });
test('is false when a thread ran and stopped during the tick', says, false, {}, { switches: 1, clockMs: 30 });

test('StillnessWatch.look is false at the first look, without settle, and without samples', (t) => {
  t.false(new StillnessWatch(() => START).look());
  const [first, second] = [START, grow(START, TICK)];
  const samples = [first, second];
  const unsettled = new StillnessWatch(() => samples.shift());
  t.deepEqual([unsettled.look(), unsettled.look()], [false, false]);
  const blind = new StillnessWatch(() => undefined);
  blind.look();
  blind.settle();
  t.false(blind.look());
});

/**
 * A main thread that counts every `everyMs`, and a thread that looks 40 times and tells how often it saw stillness, and
 * how often the look after such a one still missed what had been counted meanwhile.
 */
const PROGRAM = `
  const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');
  const [watchModule, everyMs] = process.argv.slice(-2);
  const counter = workerData ?? new Int32Array(new SharedArrayBuffer(4));
  if (isMainThread) {
    setInterval(() => counter[0]++, Number(everyMs));
    const source = process.execArgv[process.execArgv.indexOf('-e') + 1];
    new Worker(source, { eval: true, workerData: counter, argv: process.argv.slice(1) }).on('message', (seen) => {
      console.log(JSON.stringify(seen));
      process.exit();
    });
  } else {
    const { StillnessWatch } = require(watchModule);
    const watch = new StillnessWatch();
    let [looks, still, missed, last, isLate] = [0, 0, 0, 0, false];
    setInterval(() => {
      const count = counter[0];
      const isStill = watch.look();
      if (isStill) still++;
      if (isStill && isLate) missed++;
      isLate = isStill && count !== last;
      last = counter[0];
      if (++looks === 40) parentPort.postMessage({ still, missed });
      watch.settle();
    }, 20);
  }`;

async function watchCounting(everyMs: number): Promise<{ still: number; missed: number }> {
  const watch = fileURLToPath(new URL('../../../daemon/threads/stillness-watch.js', import.meta.url));
  const { stdout } = await execa(process.execPath, ['-e', PROGRAM, watch, String(everyMs)]);
  return JSON.parse(stdout);
}

/** Skipped with the reason in its title. */
function testOnLinux(title: string, run: (t: ExecutionContext) => Promise<void>): void {
  if (process.platform === 'linux') test(title, run);
  else test.skip(`${title} (only Linux counts the switches of a process)`, run);
}

testOnLinux('StillnessWatch.look sees a process at rest', async (t) => {
  t.true((await watchCounting(60_000)).still > 0);
});

testOnLinux('StillnessWatch.look misses nothing that a thread counts now and then', async (t) => {
  t.is((await watchCounting(5)).missed, 0);
});
