// Finds the source text that was measured and says whether it still is that text: a report must not lay counts over lines
// that have moved. Runs in the CLI process.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** `same`: the text on disk has the hash that was measured; `unchecked`: there is no hash (Go's files). */
export type SourceState = 'same' | 'unchecked' | 'changed' | 'missing';

export interface FoundSource {
  /** Absolute if a file was found or the measured path was absolute, else the import path. */
  path: string;
  state: SourceState;
  /** What may be shown with counts; undefined for a changed or missing file. */
  text: string | undefined;
}

export interface SourceQuery {
  /** Absolute path under which the program loaded it. */
  loadedAs: string | undefined;
  /** Module path, "/" and the path within the module. */
  importPath: string;
  modulePath: string;
  /** First 32 hex digits of the SHA-256 of the text (UTF-8). */
  sourceHash: string | undefined;
  /** Where there is no hash, a text with fewer lines than this has changed. */
  lastLine: number;
}

/** Looks where the program loaded the file, then in `directories`, the module path taken off the import path. */
export class SourceFinder {
  readonly #directories: readonly string[];
  readonly #texts = new Map<string, string | undefined>();

  constructor(directories: readonly string[]) {
    this.#directories = directories;
  }

  /** The first candidate with the right text, else the first that exists, else the path as measured. */
  find(query: SourceQuery): FoundSource {
    const found = this.#candidates(query).filter((path) => this.#read(path) !== undefined);
    for (const path of found) {
      const text = this.#read(path) ?? '';
      if (isMeasuredText(text, query)) return { path, state: query.sourceHash ? 'same' : 'unchecked', text };
    }
    const [changed] = found;
    if (changed !== undefined) return { path: changed, state: 'changed', text: undefined };
    return { path: query.loadedAs ?? query.importPath, state: 'missing', text: undefined };
  }

  #candidates({ loadedAs, importPath, modulePath }: SourceQuery): string[] {
    const inside = this.#directories.flatMap((directory) => [
      ...withoutModule(importPath, modulePath).map((path) => join(directory, path)),
      ...withoutModule(importPath, readGoModule(this.#read(join(directory, 'go.mod')))).map((p) => join(directory, p)),
      join(directory, importPath),
    ]);
    const asLoaded = loadedAs ?? (isAbsolute(importPath) ? importPath : undefined);
    return [...new Set(asLoaded === undefined ? inside : [asLoaded, ...inside])];
  }

  #read(path: string): string | undefined {
    if (!this.#texts.has(path)) this.#texts.set(path, readText(path));
    return this.#texts.get(path);
  }
}

function withoutModule(importPath: string, modulePath: string | undefined): string[] {
  return modulePath && importPath.startsWith(`${modulePath}/`) ? [importPath.slice(modulePath.length + 1)] : [];
}

function readGoModule(goMod: string | undefined): string | undefined {
  return goMod === undefined ? undefined : /^module\s+"?([^\s"]+)/m.exec(goMod)?.[1];
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Gone, a directory or not readable: in each case there is no text to show, and the report says that it is missing.
    return undefined;
  }
}

function isMeasuredText(text: string, { sourceHash, lastLine }: SourceQuery): boolean {
  if (sourceHash === undefined) return text.split('\n').length >= lastLine;
  // Node takes a byte order mark off before it compiles a file.
  return hashText(text) === sourceHash || hashText(text.replace(/^\uFEFF/, '')) === sourceHash;
}

function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
