// The tools that are compared: how each of them runs a program measured. Runs in the benchmark's own process.

import { join } from 'node:path';
import { BENCH_ROOT, COVD_COMMAND, programPath } from './paths.js';
import type { Command } from './run-command.js';

/** A program to run, and what of it is to be measured. */
export interface Job {
  /** The Node binary. */
  node: string;
  /** Absolute path. */
  program: string;
  /** Folders relative to bench/, with a slash at the end, whose files are measured. */
  measured: string[];
  /** For the tool's data: new for every run. */
  scratch: string;
  /** For what the tool keeps between runs of the same program: empty before a cold start. */
  cache: string;
  env: Record<string, string>;
}

export interface Tool {
  name: string;
  /** Keeps what it has instrumented in the job's cache. */
  isCaching?: boolean;
  command(job: Job): Command;
}

export const plain: Tool = {
  name: 'plain',
  command: ({ node, program, env }) => ({ file: node, args: [program], env }),
};

/** The same again: how far it differs from `plain` is the noise of the machine. */
export const plainAgain: Tool = { ...plain, name: 'plain again' };

export const covdAtomic = covd('covd', []);
export const covdSet = covd('covd set', ['--mode', 'set']);
export const covdPerfunc = covd('covd perfunc', ['--granularity', 'perfunc']);
export const covdPerstmt = covd('covd perstmt', ['--granularity', 'perstmt']);
/** All threads share one region and increment it plainly: loses counts under contention, as documented. */
export const covdCount = covd('covd count', ['--mode', 'count']);

export const v8: Tool = {
  name: 'NODE_V8_COVERAGE',
  command: ({ node, program, scratch, env }) => ({
    file: node,
    args: [program],
    env: { ...env, NODE_V8_COVERAGE: join(scratch, 'v8') },
  }),
};

export const c8: Tool = {
  name: 'c8',
  command: ({ node, program, measured, scratch, env }) => ({
    file: node,
    args: [
      join(BENCH_ROOT, 'node_modules/c8/bin/c8.js'),
      ...['--temp-directory', join(scratch, 'v8'), '--reports-dir', join(scratch, 'report'), '--reporter', 'json'],
      ...['--exclude-node-modules', 'false', '--exclude', 'nothing', ...includes(measured), node, program],
    ],
    env,
  }),
};

export const nyc: Tool = {
  name: 'nyc',
  isCaching: true,
  command: ({ node, program, measured, scratch, cache, env }) => ({
    file: node,
    args: [
      join(BENCH_ROOT, 'node_modules/nyc/bin/nyc.js'),
      ...['--cwd', BENCH_ROOT, '--cache-dir', join(cache, 'nyc'), '--temp-dir', join(scratch, 'nyc')],
      ...['--report-dir', join(scratch, 'report'), '--reporter', 'json', '--source-map=false'],
      ...['--exclude-node-modules=false', '--exclude', 'nothing', ...includes(measured), node, program],
    ],
    env,
  }),
};

/** As nyc instruments, without nyc around it and without a cache; `__coverage__` is written as JSON at the end. */
export const istanbul: Tool = transforming('istanbul', 'istanbul');

/** Instruments while loading and writes `__coverage__` as JSON at the end, as nyc does, without a cache. */
export const oxc: Tool = transforming('oxc-coverage-instrument', 'oxc');

/** covd's own instrumentation with Atomics.add on words that all threads share, as a reference. */
export const sharedAtomics: Tool = transforming('shared Atomics.add', 'atomics');

function covd(name: string, options: string[]): Tool {
  return {
    name,
    isCaching: true,
    command: ({ node, program, measured, scratch, cache, env }) => ({
      file: node,
      args: [
        COVD_COMMAND,
        ...['run', '--dir', join(scratch, 'covdata'), ...options, ...includes(measured)],
        ...['--exclude', '!**/node_modules/**', '--', node, program],
      ],
      env: { ...env, COVD_STORE: join(cache, 'covd') },
    }),
  };
}

function transforming(name: string, transform: string): Tool {
  return {
    name,
    command: ({ node, program, measured, scratch, env }) => ({
      file: node,
      args: ['--require', programPath('transform.cjs'), program],
      env: { ...env, BENCH_TRANSFORM: transform, BENCH_MEASURED: JSON.stringify(measured), BENCH_COVERAGE: scratch },
    }),
  };
}

function includes(measured: string[]): string[] {
  return measured.flatMap((folder) => ['--include', `${folder}**`]);
}
