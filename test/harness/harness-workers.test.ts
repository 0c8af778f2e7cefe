// The test points of the harness in a worker and in a worker of a worker, with and without COVD_DIR. One after another,
// as each is a process with several threads.

import test from 'ava';
import { DEPTHS, POINTS, runPoint } from './harness-points.js';

for (const [tp, point] of Object.entries(POINTS)) {
  for (const depth of [DEPTHS['a worker'], DEPTHS['a worker of a worker']]) {
    for (const withDir of [true, false]) {
      test.serial(runPoint, tp, point, { mode: point.modes?.[0] ?? 'atomic', depth, withDir });
    }
  }
}
