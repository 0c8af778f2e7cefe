// ES modules that are required, and what they import: on Node 20 each takes a way of its own through Node.

import { join } from 'node:path';
import test from 'ava';
import { readLiveFunctions } from '../../../harness/judge.js';
import { createScratch, endCleanly, FIXTURES, startMeasured } from '../../../harness/run-harness.js';

test('patchModuleReads: what a required ES module imports is measured, and fs is as it was', async (t) => {
  const scratch = createScratch(t);
  const program = join(FIXTURES, 'required', 'main.cjs');
  const running = startMeasured(scratch, [program], { dir: scratch.dir, env: { COVD_ROOT: FIXTURES } });
  await endCleanly(t, scratch, running);
  const { stdout, stderr } = await running;
  t.deepEqual({ stdout, stderr }, { stdout: 'readFileSync 2\n', stderr: '' });
  const live = await readLiveFunctions(scratch.dir);
  t.deepEqual(live.filter((name) => name !== '<module>').sort(), ['imported', 'top']);
});
