// What the tests want of each test point of the harness, whichever thread and mode it runs in.

import { chmod, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import { listLiveFunctions, readLiveFunctions } from './judge.js';
import { createScratch, endCleanly, HARNESS, NO_DIR_WARNING, type Scratch, startMeasured } from './run-harness.js';

/** Everything that tsc made of test/harness. */
const HARNESS_PACKAGES = 'covd/dist/test/harness/...';
/** Where a test point runs, and the harness's --depth for it. */
export const DEPTHS = { 'the main thread': 0, 'a worker': 1, 'a worker of a worker': 2 };

export interface Variant {
  mode: CoverageMode;
  depth: number;
  withDir: boolean;
}

type Check = (t: ExecutionContext, scratch: Scratch) => Promise<void>;

interface Point {
  /** Left out: all three. */
  modes?: readonly CoverageMode[];
  prepare?: Check;
  check: Check;
}

/** By the value of --tp. */
export const POINTS: Record<string, Point> = {
  emitToDir: {
    async check(t, { out }) {
      await checkOnePod(t, out);
      await checkLive(t, out, { live: ['main', 'emitToDir'], dead: ['final'] });
    },
  },
  emitToWriter: {
    async check(t, { out }) {
      t.deepEqual((await readdir(out)).sort(), ['covcounters.0abcdef.99.77', 'covmeta.0abcdef']);
      await checkLive(t, out, { live: ['main', 'emitToWriter'], dead: ['final'] });
    },
  },
  emitToNonexistentDir: { check: checkNothing },
  emitToUnwritableDir: {
    async prepare(_, { out, dir }) {
      await chmod(out, 0o555);
      // The flushes of the process go on, whoever it is at the moment.
      await chmod(dir, 0o777);
    },
    check: checkNothing,
  },
  emitToNoDir: {
    async prepare(_, scratch) {
      scratch.out = join(scratch.out, 'file');
      await writeFile(scratch.out, '');
    },
    async check() {},
  },
  emitToNilWriter: { check: checkNothing },
  emitToFailingWriter: { check: checkNothing },
  emitWithCounterClear: {
    modes: ['atomic'],
    async check(t, { out }) {
      await checkOnePod(t, out);
      await checkLive(t, out, { live: ['emitWithCounterClear', 'postClear'], dead: ['preClear', 'main', 'final'] });
    },
  },
  refuseCounterClear: { modes: ['count', 'set'], check: checkNothing },
};

/** Runs a test point and checks its end, its output and what it emitted. */
export const runPoint = test.macro({
  exec: async (t, tp: string, { prepare, check }: Point, variant: Variant) => {
    const scratch = createScratch(t);
    await prepare?.(t, scratch);
    const args = ['--tp', tp, '-o', scratch.out, '--depth', String(variant.depth)] as const;
    const dir = variant.withDir ? scratch.dir : undefined;
    const running = startMeasured(scratch, [HARNESS, ...args], { mode: variant.mode, dir });
    await endCleanly(t, scratch, running);
    const { stdout, stderr, exitCode } = await running;
    t.is(exitCode, 0, stderr);
    t.is(stdout, 'I run last.\n');
    if (variant.withDir) await checkEndOfProcess(t, scratch, stderr);
    else t.regex(stderr, NO_DIR_WARNING);
    await check(t, scratch);
  },
  title: (_, tp, __, { mode, depth, withDir }) => {
    const thread = Object.entries(DEPTHS).find(([, value]) => value === depth)?.[0];
    return `${tp} from ${thread}, mode ${mode}, ${withDir ? 'with' : 'without'} COVD_DIR`;
  },
});

/** With COVD_DIR the end of the process leaves one pod there, with what ran up to the end. */
async function checkEndOfProcess(t: ExecutionContext, { dir }: Scratch, stderr: string): Promise<void> {
  t.is(stderr, '');
  await checkOnePod(t, dir);
  const live = await readLiveFunctions(dir);
  t.true(live.includes('final') && !live.includes('refuseUncovered'), live.join());
}

async function checkOnePod(t: ExecutionContext, dir: string): Promise<void> {
  const names = (await readdir(dir)).sort();
  t.is(names.length, 2, names.join());
  t.regex(names[0] ?? '', /^covcounters\.[0-9a-f]{32}\.\d+\.\d+$/);
  t.regex(names[1] ?? '', /^covmeta\.[0-9a-f]{32}$/);
}

async function checkLive(t: ExecutionContext, dir: string, wanted: { live: string[]; dead: string[] }): Promise<void> {
  const live = await listLiveFunctions(dir, HARNESS_PACKAGES);
  t.deepEqual(
    {
      live: wanted.live.filter((name) => !live.includes(name)),
      dead: wanted.dead.filter((name) => live.includes(name)),
    },
    { live: [], dead: [] },
  );
}

/** The test point has emitted nothing. */
export async function checkNothing(t: ExecutionContext, { out }: Scratch): Promise<void> {
  t.deepEqual(await readdir(out), []);
}
