// Runs the harness, or any program, as a measured process of its own, and checks what every test of a process wants:
// no warning that was not expected, no socket left behind, an end.

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ExecutionContext } from 'ava';
import { execaNode } from 'execa';
import type { CoverageMode } from '../../instrument/coverage-options.js';
import { temporaryDirectory } from '../temporary-directory.js';

export const REGISTER = join(import.meta.dirname, '..', '..', 'instrument', 'register.cjs');
export const CLI = join(import.meta.dirname, '..', '..', 'client', 'cli', 'main.js');
export const HARNESS = join(import.meta.dirname, 'harness.js');
/** Root of the package: what COVD_ROOT is relative to. */
export const PACKAGE_ROOT = join(import.meta.dirname, '..', '..', '..');

/** Small programs, each named for what it does. */
export const FIXTURES = join(PACKAGE_ROOT, 'test', 'fixtures');

/** What the preload says, once a process, where COVD_DIR is not set. */
export const NO_DIR_WARNING = /^covd: COVD_DIR not set, no coverage data emitted\n$/;

export interface MeasuredOptions {
  mode?: CoverageMode;
  /** COVD_DIR; undefined: not set. */
  dir?: string | undefined;
  /** False: the plain program, without the preload. */
  measured?: boolean;
  env?: NodeJS.ProcessEnv;
  /** Node's own options. */
  execArgv?: string[];
  ipc?: boolean;
  cwd?: string;
}

/** Scratch folders of one test, removed when it ends. */
export interface Scratch {
  /** For XDG_RUNTIME_DIR: the sockets of this test's processes, and of nobody else. */
  runtime: string;
  /** Where a test point emits to. */
  out: string;
  /** For COVD_DIR. */
  dir: string;
}

/** Makes the folders of a test. */
export function createScratch(t: ExecutionContext): Scratch {
  const scratch = { runtime: temporaryDirectory(t), out: temporaryDirectory(t), dir: temporaryDirectory(t) };
  // Before the folders go: what is set up last is torn down first.
  t.teardown(() => mergeUp(scratch.dir));
  return scratch;
}

/**
 * `npm run coverage` wants what the measured programs of the tests have run of covd itself: their data go into one
 * directory, if there is one.
 */
async function mergeUp(dir: string): Promise<void> {
  const { COVD_TEST_COVERAGE: upper } = process.env;
  if (upper === undefined || (await readdir(dir)).length === 0) return;
  await execaNode(CLI, ['merge', '--pkg', 'covd/dist/client/...,covd/dist/daemon/...', '-i', dir, '-o', upper]);
}

/** Starts `file` measured; nothing of this process's own measuring reaches it. */
export function startMeasured(
  scratch: Scratch,
  [file, ...args]: readonly [string, ...string[]],
  options: MeasuredOptions,
) {
  return execaNode(file, args, {
    env: createEnvironment(scratch, options),
    extendEnv: false,
    nodeOptions: options.execArgv ?? [],
    ipc: options.ipc ?? false,
    cwd: options.cwd ?? PACKAGE_ROOT,
    reject: false,
    stripFinalNewline: false,
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
}

/** Waits for the end of a measured process and checks that it left no socket behind. */
export async function endCleanly(
  t: ExecutionContext,
  scratch: Scratch,
  running: Promise<{ timedOut: boolean }>,
): Promise<void> {
  const { timedOut } = await running;
  t.false(timedOut, 'the process did not end');
  t.deepEqual(await listSockets(scratch), []);
}

/** Waits until the process has written so many lines to its standard output. */
export async function waitForLines({ stdout }: { stdout: Readable }, count: number): Promise<void> {
  let seen = 0;
  await new Promise<void>((resolve, reject) => {
    const onData = (text: Buffer): void => {
      seen += text.toString('latin1').split('\n').length - 1;
      if (seen < count) return;
      stdout.off('data', onData);
      resolve();
    };
    stdout.on('data', onData);
    stdout.once('close', () => reject(new Error(`the process ended after ${seen} lines, ${count} wanted`)));
  });
}

/** Names in the socket folder of this test's processes. */
export async function listSockets({ runtime }: Scratch): Promise<string[]> {
  return readdir(join(runtime, 'covd')).catch(() => []);
}

function createEnvironment(scratch: Scratch, options: MeasuredOptions): NodeJS.ProcessEnv {
  const { mode = 'atomic', dir, measured = true, env = {} } = options;
  const { NODE_OPTIONS: _, ...outer } = process.env;
  const kept = Object.entries(outer).filter(([name]) => !name.startsWith('COVD_'));
  return {
    ...Object.fromEntries(kept),
    XDG_RUNTIME_DIR: scratch.runtime,
    ...(measured && { NODE_OPTIONS: `--require "${REGISTER}"`, COVD_MODE: mode, COVD_ROOT: PACKAGE_ROOT }),
    ...(measured && dir !== undefined && { COVD_DIR: dir }),
    ...env,
  };
}
