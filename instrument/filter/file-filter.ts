// Which files this thread measures. What can be said without patterns is said first: most files of a program lie in
// node_modules, and a program that measures nothing never loads a pattern.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { BUILD_FOLDER } from '../build/build-layout.js';
import type { CoverageOptions } from '../coverage-options.js';
import { sha256Hex } from '../store/sha256.js';
import {
  type CompiledFilter,
  createFilter,
  isCompiledFilter,
  MEASURED_EXTENSIONS,
  pathBelow,
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
  #matches: ((path: string) => boolean) | undefined;

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
    const { options, ownDirectory } = this.#context;
    if (!this.#extensions.has(extname(file)) || file.startsWith(ownDirectory + sep)) return false;
    const path = pathBelow(options.root, file);
    if (path === undefined || `/${path}`.includes(`/${BUILD_FOLDER}/`)) return false;
    if (`/${path}`.includes('/node_modules/') && !mayExcept(options.exclude)) return false;
    this.#matches ??= createFilter(this.#load());
    return this.#matches(path);
  }

  #load(): CompiledFilter {
    const { options, compile, storeDirectory } = this.#context;
    const directory = storeDirectory();
    if (directory === undefined) return compile(options);
    const path = join(directory, `filter-${filterHash(options)}.json`);
    const kept = readFilter(path);
    if (kept !== undefined) return kept;
    const compiled = compile(options);
    writeFilter(path, compiled);
    return compiled;
  }
}

/** test-exclude leaves node_modules out unless a negated pattern takes it in again. */
function mayExcept(exclude: string[] | undefined): boolean {
  return exclude?.some((glob) => glob.startsWith('!')) ?? false;
}

/** The patterns do not depend on the root: they are matched against paths relative to it. */
function filterHash({ include, exclude }: FilterOptions): string {
  const text = JSON.stringify({ version: 3, extensions: MEASURED_EXTENSIONS, include, exclude: exclude ?? null });
  return sha256Hex(text).slice(0, 32);
}

function readFilter(path: string): CompiledFilter | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isCompiledFilter(value) ? value : undefined;
  } catch {
    // None kept yet, or damaged: compiled again.
    return undefined;
  }
}

function writeFilter(path: string, filter: CompiledFilter): void {
  const temporary = `${path}.${process.pid}.${performance.timeOrigin + performance.now()}.tmp`;
  try {
    writeFileSync(temporary, JSON.stringify(filter), { flag: 'wx', mode: 0o600 });
    renameSync(temporary, path);
  } catch {
    // A store that cannot be written costs the next start some milliseconds.
    rmSync(temporary, { force: true });
  }
}
