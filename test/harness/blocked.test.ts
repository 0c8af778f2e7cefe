// The daemon answers while the program's threads are stuck, each in another way.

import { join } from 'node:path';
import test from 'ava';
import { connect } from '../../client/index.js';
import { createScratch, FIXTURES, type Scratch, startMeasured, waitForLines } from './run-harness.js';
import { countsOf, takeSnapshot } from './snapshot.js';

/** Milliseconds within which a stuck program's daemon has to answer. */
const DEADLINE_MS = 10_000;

/** The program's first line may be printed before its daemon thread listens. */
const WHEN_LISTENING = { deadlineMs: DEADLINE_MS, waitMs: 60_000 };

const answerWhileBlocked = test.macro({
  exec: async (t, program: string) => {
    const { scratch, running, pid } = await startBlocked(createScratch(t), program);
    {
      await using client = await connect(socketOf(scratch, pid), WHEN_LISTENING);
      const before = await takeSnapshot(client);
      t.deepEqual(countsOf(before, 'block').slice(0, 1), [1]);
      await client.clearCoverageCounters();
      t.is((await client.emitCounterDataToDir(scratch.out)).length, 2);
      t.like(await client.status(), { pid, mode: 'atomic' });
    }
    running.kill('SIGKILL');
    t.is((await running).signal, 'SIGKILL');
  },
  title: (_, program) => `the daemon emits and clears while the program is stuck in ${program}`,
});

test.serial(answerWhileBlocked, 'endless-loop.mjs');
test.serial(answerWhileBlocked, 'atomics-wait.mjs');
test.serial(answerWhileBlocked, 'exec-file-sync.mjs');
test.serial(answerWhileBlocked, 'worker-loop.mjs');
test.serial(answerWhileBlocked, 'busy-thread-pool.mjs');

const growWhileBlocked = test.macro({
  exec: async (t, program: string) => {
    const { scratch, running, pid } = await startBlocked(createScratch(t), program);
    {
      await using client = await connect(socketOf(scratch, pid), WHEN_LISTENING);
      const [first = 0] = countsOf(await takeSnapshot(client), 'spin');
      let [later = 0] = [first];
      for (let turn = 0; turn < 100 && later <= first; turn++)
        [later = 0] = countsOf(await takeSnapshot(client), 'spin');
      t.true(later > first && first >= 0, `${first} then ${later}`);
    }
    running.kill('SIGKILL');
    await running;
  },
  title: (_, program) => `the counts of ${program} grow from one snapshot to the next`,
});

test.serial(growWhileBlocked, 'endless-loop.mjs');
test.serial(growWhileBlocked, 'worker-loop.mjs');

async function startBlocked(scratch: Scratch, program: string) {
  const running = startMeasured(scratch, [join(FIXTURES, 'blocked', program)], {
    dir: scratch.dir,
    env: { COVD_ROOT: FIXTURES },
  });
  await waitForLines(running, 1);
  if (running.pid === undefined) throw new Error(`start ${program}: no pid`);
  return { scratch, running, pid: running.pid };
}

function socketOf({ runtime }: Scratch, pid: number): string {
  return join(runtime, 'covd', `${pid}.sock`);
}
