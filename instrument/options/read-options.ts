// Reads the options of a measured process from its environment. Runs once, in the main thread's preload; workers are
// handed the result.

import { resolve } from 'node:path';
import {
  COVERAGE_MODES,
  type CoverageMode,
  type CoverageOptions,
  ENVIRONMENT,
  GRANULARITIES,
  type Granularity,
} from '../coverage-options.js';

const DEFAULT_FLUSH_MS = 250;

export interface OptionsFromEnvironment {
  options: CoverageOptions;
  /** One sentence per variable whose value could not be read, without a final period. */
  problems: string[];
}

/** `COVD_*` of `env`; relative directories are resolved against `cwd`; a value that cannot be read gives its default. */
export function readOptions(env: NodeJS.ProcessEnv, cwd: string): OptionsFromEnvironment {
  const problems: string[] = [];
  const problem = (text: string) => problems.push(text);
  const root = readDirectory(env[ENVIRONMENT.root], cwd) ?? cwd;
  const options: CoverageOptions = {
    mode: readWord<CoverageMode>(env, ENVIRONMENT.mode, { words: COVERAGE_MODES, fallback: 'atomic', problem }),
    granularity: readWord<Granularity>(env, ENVIRONMENT.granularity, {
      words: GRANULARITIES,
      fallback: 'perblock',
      problem,
    }),
    dir: readDirectory(env[ENVIRONMENT.dir], cwd),
    flushMs: readFlushMs(env, problem),
    include: readGlobs(env, ENVIRONMENT.include, problem) ?? [],
    exclude: readGlobs(env, ENVIRONMENT.exclude, problem),
    root,
    store: readDirectory(env[ENVIRONMENT.store], root),
  };
  return { options, problems };
}

function readDirectory(value: string | undefined, base: string): string | undefined {
  if (value === undefined || value === '') return undefined;
  return resolve(base, value);
}

function readWord<T extends string>(
  env: NodeJS.ProcessEnv,
  name: string,
  { words, fallback, problem }: { words: readonly T[]; fallback: T; problem: (text: string) => void },
): T {
  const value = env[name];
  if (value === undefined || value === '') return fallback;
  const word = words.find((candidate) => candidate === value);
  if (word !== undefined) return word;
  problem(`read ${name}: found ${JSON.stringify(value)}, wanted one of ${words.join(', ')}; using ${fallback}`);
  return fallback;
}

function readFlushMs(env: NodeJS.ProcessEnv, problem: (text: string) => void): number {
  const value = env[ENVIRONMENT.flushMs];
  if (value === undefined || value === '') return DEFAULT_FLUSH_MS;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  problem(
    `read ${ENVIRONMENT.flushMs}: found ${JSON.stringify(value)}, wanted milliseconds; using ${DEFAULT_FLUSH_MS}`,
  );
  return DEFAULT_FLUSH_MS;
}

function readGlobs(env: NodeJS.ProcessEnv, name: string, problem: (text: string) => void): string[] | undefined {
  const value = env[name];
  if (value === undefined || value === '') return undefined;
  const globs = parseJson(value);
  if (Array.isArray(globs) && globs.every((glob) => typeof glob === 'string')) return globs;
  problem(`read ${name}: found ${JSON.stringify(value)}, wanted a JSON array of strings; using the default`);
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON at all: the caller names the value and what was wanted.
    return undefined;
  }
}
