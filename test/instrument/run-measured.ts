// Runs a fixture program plain and under the preload, and reads what the measured run has left behind.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { execa } from 'execa';
import { decodeCounterData } from '../../daemon/files/counter-data-reader.js';
import type { MetaData } from '../../daemon/files/coverage-data.js';
import { decodeMetaData } from '../../daemon/files/meta-data-file.js';
import { sharedTemporaryDirectory, temporaryDirectory } from '../temporary-directory.js';

/** The bundled preload. */
export const PRELOAD: string = fileURLToPath(new URL('../../instrument/register.cjs', import.meta.url));

const FIXTURES = fileURLToPath(new URL('../../../test/fixtures/instrument/', import.meta.url));
// One store for all runs of a test file: what is tested is a second start as often as a first.
const STORE = sharedTemporaryDirectory();

export interface Outcome {
  stdout: string;
  stderr: string;
  exitCode: number | undefined;
  signal: string | undefined;
}

export interface MeasuredOutcome extends Outcome {
  /** The directory in COVD_DIR, which goes when the test has ended. */
  dir: string;
  /** Count of each function's first unit over all counter files, by `<file>:<function>`; functions that never ran are left out. */
  calls: Map<string, number>;
  /** Place of each function's first and last unit, by `<file>:<function>`: `line:column-line:column`, 1-based. */
  units: Map<string, string>;
  /** Counter files: one per process. */
  pods: number;
}

export interface RunOptions {
  /** Before the program's file. */
  nodeArgs?: string[];
  args?: string[];
  env?: NodeJS.ProcessEnv;
}

/** Absolute path of a fixture, given as `program/file`. */
export function fixture(path: string): string {
  return join(FIXTURES, path);
}

/** Runs the fixture without covd. */
export function runPlain(path: string, { nodeArgs = [], args = [], env = {} }: RunOptions = {}): Promise<Outcome> {
  return run([...nodeArgs, fixture(path), ...args], { ...cleanEnvironment(), ...env });
}

/** Runs the fixture under the preload, its folder the root, with the preload in NODE_OPTIONS as `covd run` puts it. */
export async function runMeasured(
  t: ExecutionContext,
  path: string,
  options: RunOptions = {},
): Promise<MeasuredOutcome> {
  const { nodeArgs = [], args = [], env = {} } = options;
  const dir = temporaryDirectory(t);
  const outcome = await run([...nodeArgs, fixture(path), ...args], {
    ...cleanEnvironment(),
    NODE_OPTIONS: `--require ${PRELOAD}`,
    COVD_DIR: dir,
    COVD_ROOT: fixture(path.split('/')[0] ?? ''),
    COVD_STORE: STORE,
    ...env,
  });
  return { ...outcome, dir, ...readCalls(dir) };
}

/** Counts of the functions in the pods of `dir`. */
export function readCalls(dir: string): Pick<MeasuredOutcome, 'calls' | 'units' | 'pods'> {
  const names = readdirSync(dir);
  const read = (name: string) => new Uint8Array(readFileSync(join(dir, name)));
  const metas = names.filter((name) => name.startsWith('covmeta.')).map((name) => decodeMetaData(read(name), name));
  const pods = names.filter((name) => name.startsWith('covcounters.'));
  const calls = new Map<string, number>();
  for (const name of pods) {
    const counters = decodeCounterData(read(name), name);
    const meta = metas.find(({ hash }) => hash === counters.hash);
    for (const { package: pkg, function: fn, counters: counts } of counters.functions) {
      const place = meta?.packages[pkg];
      const key = `${place?.name}:${place?.functions[fn]?.name}`;
      calls.set(key, (calls.get(key) ?? 0) + (counts[0] ?? 0));
    }
  }
  return { calls, units: readUnits(metas), pods: pods.length };
}

function readUnits(metas: MetaData[]): Map<string, string> {
  const units = new Map<string, string>();
  for (const { name, functions } of metas.flatMap(({ packages }) => packages)) {
    for (const fn of functions) {
      const [first, last] = [fn.units.at(0), fn.units.at(-1)];
      units.set(`${name}:${fn.name}`, `${first?.slice(0, 2).join(':')}-${last?.slice(2, 4).join(':')}`);
    }
  }
  return units;
}

/** What covd measuring these very tests has put into the environment is not the program's. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...env } = process.env;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('COVD_')));
}

async function run(args: string[], env: NodeJS.ProcessEnv): Promise<Outcome> {
  const { stdout, stderr, exitCode, signal } = await execa(process.execPath, args, {
    env,
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    timeout: 60_000,
  });
  return { stdout, stderr, exitCode, signal };
}
