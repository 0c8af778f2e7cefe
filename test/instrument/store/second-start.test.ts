// A program of many modules starts a second time from its text pack, whatever has become of the entries by themselves.

import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { readLiveFunctions } from '../../harness/judge.js';
import { createScratch, endCleanly, startMeasured } from '../../harness/run-harness.js';
import { temporaryDirectory } from '../../temporary-directory.js';

const NAMES = Array.from({ length: 40 }, (_, i) => `part${i}`);

/** Path of a program of 41 modules. */
function writeProgram(root: string): string {
  for (const name of NAMES)
    writeFileSync(join(root, `${name}.cjs`), `exports.${name} = function ${name}() { return 1; };`);
  const calls = NAMES.map((name) => `require('./${name}.cjs').${name}()`);
  writeFileSync(join(root, 'main.cjs'), `console.log(${calls.join(' + ')});`);
  return join(root, 'main.cjs');
}

function listEntries(store: string): string[] {
  return readdirSync(store).filter((name) => /^[0-9a-f]{32}\.covd$/.test(name));
}

test('ModuleStore: a second start takes its texts from the pack that the first has left', async (t) => {
  const scratch = createScratch(t);
  const root = temporaryDirectory(t);
  const store = join(root, 'store');
  const program = writeProgram(root);
  const env = { COVD_ROOT: root, COVD_STORE: store };
  for (const dir of [scratch.out, scratch.dir]) {
    const running = startMeasured(scratch, [program], { dir, env });
    await endCleanly(t, scratch, running);
    const { stdout, stderr } = await running;
    t.deepEqual({ stdout, stderr }, { stdout: '40\n', stderr: '' });
    const live = await readLiveFunctions(dir);
    t.deepEqual(live.filter((name) => name !== '<module>').sort(), [...NAMES].sort());
    t.is(listEntries(store).length, dir === scratch.out ? 41 : 0);
    for (const name of listEntries(store)) rmSync(join(store, name));
  }
});
