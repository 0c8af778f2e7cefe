// What the last build into a directory has made of what. Runs in the process of `covd build`.

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type BuildSettings, manifestPath } from './build-layout.js';

/** Raise when an entry changes meaning; a manifest of another version counts as none. */
const MANIFEST_VERSION = 1;

/** One file of the source, by its path relative to it. */
export interface BuiltFile {
  /** Of the source file: bytes, and Unix milliseconds. */
  size: number;
  mtimeMs: number;
  /** Of an instrumented file; undefined: it was copied. */
  hash?: string | undefined;
}

export type BuildManifest = Map<string, BuiltFile>;

/** The manifest of the last build with these very settings; empty if there is none. */
export async function readManifest(settings: BuildSettings): Promise<BuildManifest> {
  try {
    const value: unknown = JSON.parse(await readFile(manifestPath(settings.out), 'utf8'));
    return isManifest(value) && value.key === manifestKey(settings) ? new Map(Object.entries(value.files)) : new Map();
  } catch {
    // The first build into this directory, or a damaged manifest: everything is made anew.
    return new Map();
  }
}

/** Keeps the manifest of this build; written last, so that a build that is broken off is done again. */
export async function writeManifest(settings: BuildSettings, manifest: BuildManifest): Promise<void> {
  const path = manifestPath(settings.out);
  await mkdir(dirname(path), { recursive: true });
  const text = JSON.stringify({ key: manifestKey(settings), files: Object.fromEntries(manifest) });
  await writeFile(`${path}.tmp`, text);
  await rename(`${path}.tmp`, path);
}

function manifestKey({ source, options, covdVersion }: BuildSettings): string {
  return JSON.stringify([MANIFEST_VERSION, covdVersion, source, options]);
}

function isManifest(value: unknown): value is { key: string; files: Record<string, BuiltFile> } {
  if (typeof value !== 'object' || value === null) return false;
  const { key, files } = value as { key?: unknown; files?: unknown };
  return typeof key === 'string' && typeof files === 'object' && files !== null;
}
