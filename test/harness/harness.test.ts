// The test points of the harness in the main thread: in every mode, with and without COVD_DIR. One after another, as each
// is a process with two threads.

import test from 'ava';
import { COVERAGE_MODES } from '../../instrument/coverage-options.js';
import { checkNothing, POINTS, runPoint } from './harness-points.js';
import { createScratch, endCleanly, HARNESS, startMeasured } from './run-harness.js';

for (const [tp, point] of Object.entries(POINTS)) {
  for (const mode of point.modes ?? COVERAGE_MODES) {
    for (const withDir of [true, false]) test.serial(runPoint, tp, point, { mode, depth: 0, withDir });
  }
}

test.serial('refuseUncovered: each of the five functions says that the program is not instrumented', async (t) => {
  const scratch = createScratch(t);
  const point = [HARNESS, '--tp', 'refuseUncovered', '-o', scratch.out] as const;
  const running = startMeasured(scratch, point, { measured: false });
  await endCleanly(t, scratch, running);
  const { stdout, stderr } = await running;
  t.deepEqual({ stdout, stderr }, { stdout: 'I run last.\n', stderr: '' });
  await checkNothing(t, scratch);
});
