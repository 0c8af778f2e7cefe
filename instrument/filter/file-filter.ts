// Which files this thread measures. What can be said without patterns is said first: most files of a program lie in
// node_modules, and a program that measures nothing never loads a pattern. Runs in measured threads and, on Node 20, in the
// thread of the ESM hooks.

import { join, sep } from 'node:path';
import { BUILD_FOLDER } from '../build/build-layout.js';
import type { CoverageOptions } from '../coverage-options.js';
import { nameDigest } from '../store/name-digest.js';
import { readFile, tryReplaceFile } from '../whole-file.js';
import {
  type CompiledFilter,
  createFilter,
  isCompiledFilter,
  MEASURED_EXTENSIONS,
  type NameVerdict,
  pathBelow,
  says,
} from './compiled-filter.js';

type FilterOptions = Pick<CoverageOptions, 'include' | 'exclude' | 'root'>;

export interface FileFilterContext {
  options: FilterOptions;
  /** Absolute directory of the code that measures, which is never measured. */
  ownDirectory: string;
  /** Where compiled filters are kept; undefined: nowhere. */
  storeDirectory: () => string | undefined;
  /** compile-filter.ts, loaded when it is called. */
  compile: (options: FilterOptions) => CompiledFilter;
}

export class FileFilter {
  readonly #context: FileFilterContext;
  readonly #extensions = new Set(MEASURED_EXTENSIONS);
  readonly #verdicts = new Map<string, boolean>();
  readonly #directories = new Map<string, NameVerdict>();
  #filter: ((directory: string) => NameVerdict) | undefined;

  constructor(context: FileFilterContext) {
    this.#context = context;
  }

  /** True for an absolute path of a file that is to be measured. */
  includes(file: string): boolean {
    const known = this.#verdicts.get(file);
    if (known !== undefined) return known;
    const verdict = this.#decide(file);
    this.#verdicts.set(file, verdict);
    return verdict;
  }

  #decide(file: string): boolean {
    const nameStart = file.lastIndexOf(sep) + 1;
    const name = file.slice(nameStart);
    const dot = name.lastIndexOf('.');
    // A name that begins with its only dot has no extension.
    if (dot < 1 || !this.#extensions.has(name.slice(dot))) return false;
    const directory = file.slice(0, nameStart);
    const known = this.#directories.get(directory);
    if (known !== undefined) return says(known, name);
    const verdict = this.#decideOn(directory);
    this.#directories.set(directory, verdict);
    return says(verdict, name);
  }

  /** `directory`: absolute, with a separator at the end. */
  #decideOn(directory: string): NameVerdict {
    const { options, ownDirectory } = this.#context;
    if (directory.startsWith(ownDirectory + sep)) return false;
    const path = pathBelow(options.root, directory);
    if (path === undefined || `/${path}`.includes(`/${BUILD_FOLDER}/`)) return false;
    if (`/${path}`.includes('/node_modules/') && !mayExcept(options.exclude)) return false;
    this.#filter ??= createFilter(this.#load());
    return this.#filter(path.slice(0, -1));
  }

  #load(): CompiledFilter {
    const { options, compile, storeDirectory } = this.#context;
    const directory = storeDirectory();
    if (directory === undefined) return compile(options);
    const key = filterKey(options);
    const path = join(directory, `filter-${nameDigest(key)}.json`);
    const kept = readFilter(path, key);
    if (kept !== undefined) return kept;
    const filter = compile(options);
    // A store that cannot be written costs the next start some milliseconds.
    tryReplaceFile(path, JSON.stringify({ key, filter } satisfies KeptFilter));
    return filter;
  }
}

/** test-exclude leaves node_modules out unless a negated pattern takes it in again. */
function mayExcept(exclude: string[] | undefined): boolean {
  return exclude?.some((glob) => glob.startsWith('!')) ?? false;
}

/** A compiled filter as the store keeps it, with what it was compiled from. */
interface KeptFilter {
  key: string;
  filter: CompiledFilter;
}

/** Raise when a compiled filter changes meaning; kept ones of another version are compiled again. */
const FILTER_VERSION = 5;

/** The patterns do not depend on the root: they are matched against paths relative to it. */
function filterKey({ include, exclude }: FilterOptions): string {
  return JSON.stringify({
    version: FILTER_VERSION,
    extensions: MEASURED_EXTENSIONS,
    include,
    exclude: exclude ?? null,
  });
}

function readFilter(path: string, key: string): CompiledFilter | undefined {
  try {
    const kept = JSON.parse(readFile(path).toString('utf8')) as Partial<Record<keyof KeptFilter, unknown>> | null;
    return kept?.key === key && isCompiledFilter(kept.filter) ? kept.filter : undefined;
  } catch {
    // None kept yet, or damaged: compiled again.
    return undefined;
  }
}
