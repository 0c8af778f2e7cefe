// Sums by several threads, against the same sums by one.

import { join } from 'node:path';
import test from 'ava';
import { findPods } from '../../../client/covdata/pods.js';
import { readMetaData, readProgram } from '../../../client/covdata/read-programs.js';
import { isWorthThreads, sumInParallel } from '../../../client/covdata/sum-in-parallel.js';
import { VECTORS } from '../../daemon/files/go-vectors.js';
import { vectorInputs } from './expected-texts.js';

async function podOf(...directories: string[]) {
  const [pod] = await findPods(vectorInputs(...directories).directories);
  if (!pod) throw new Error(`no pod in ${directories.join()}`);
  return pod;
}

test('sumInParallel gives the sums, args and warnings of reading one file after the other', async (t) => {
  const pod = await podOf('a1', 'a2', 'a3', 'seg2');
  const inputs = vectorInputs();
  const sequential = await readProgram(pod, inputs.warn);
  const own: string[] = [];
  const warn = (text: string) => own.push(text);
  const parallel = await sumInParallel(
    await readMetaData(pod),
    pod.counterFiles.map(({ path }) => path),
    warn,
  );
  t.deepEqual(parallel.counts.totals, sequential.counts.totals);
  t.deepEqual(parallel.counts.live, sequential.counts.live);
  t.deepEqual(parallel.args, sequential.args);
  t.true(own.some((text) => text.startsWith('uint32 overflow')));
  t.true(own.some((text) => text.endsWith('2 segments, of which only the first is read')));
});

test("sumInParallel rejects with the code and details of a damaged file's error", async (t) => {
  const path = join(VECTORS, 'README.md');
  await t.throwsAsync(sumInParallel(await readMetaData(await podOf('a1')), [path], t.log), {
    code: 'ERR_BAD_FILE',
    message: `reading ${path}: no magic number of a counter file at byte 0`,
  });
});

test('isWorthThreads says no to a few small files', async (t) => {
  t.false(await isWorthThreads((await podOf('aall')).counterFiles.map(({ path }) => path)));
});
