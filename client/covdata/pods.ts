// Pods: a meta-data file and the counter files that belong to it. Runs in tools.

import { type Dirent, promises as fs } from 'node:fs';
import { basename, join } from 'node:path';
import { parseCoverageFileName } from '../../daemon/files/coverage-file-name.js';
import { inputError } from './input-error.js';

/** Paths start with the directory as it was given. */
export interface Pod {
  tag: string;
  metaPath: string;
  /** Files of the same name in later directories; they must say the same. */
  metaCopies: string[];
  counterFiles: PodCounterFile[];
}

export interface PodCounterFile {
  path: string;
  /** 0-based position of its directory among the inputs. */
  directory: number;
}

/**
 * The pods of some directories, paired by the tag in the file names, wherever each file lies: in order of their
 * meta-data paths, counter files by directory, then by path. Where a tag has several meta-data files, the first
 * directory's counts. Counters without meta-data are left out. Rejects if a directory cannot be read (ENOENT, EACCES,
 * ENOTDIR, EIO).
 */
export async function findPods(directories: readonly string[]): Promise<Pod[]> {
  const pods = new Map<string, Pod>();
  const counterFiles: (PodCounterFile & { tag: string })[] = [];
  for (const [directory, name] of directories.entries()) {
    for (const file of await readCoverageNames(name)) {
      const path = join(name, file.base);
      if (file.kind === 'counters') counterFiles.push({ tag: file.tag, path, directory });
      else addMetaData(pods, file.tag, path);
    }
  }
  for (const { tag, ...file } of counterFiles) pods.get(tag)?.counterFiles.push(file);
  for (const pod of pods.values())
    pod.counterFiles.sort((a, b) => a.directory - b.directory || compareBytes(a.path, b.path));
  return [...pods.values()].sort((a, b) => compareBytes(a.metaPath, b.metaPath));
}

/** Unix time in nanoseconds of the pod's newest counter file, as its name says; 0 without any. */
export function newestNanotime({ counterFiles }: Pick<Pod, 'counterFiles'>): bigint {
  const times = counterFiles.map(nanotimeOf).sort((a, b) => (a < b ? -1 : 1));
  return times.at(-1) ?? 0n;
}

function nanotimeOf({ path }: PodCounterFile): bigint {
  const name = parseCoverageFileName(basename(path));
  return name?.kind === 'counters' ? name.nanotime : 0n;
}

function addMetaData(pods: Map<string, Pod>, tag: string, path: string): void {
  const pod = pods.get(tag);
  if (!pod) pods.set(tag, { tag, metaPath: path, metaCopies: [], counterFiles: [] });
  else if (path !== pod.metaPath) pod.metaCopies.push(path);
}

/** Go's order of strings: by their UTF-8 bytes. */
export function compareBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

async function readCoverageNames(directory: string) {
  const entries = await readDirectory(directory);
  return entries
    .filter((entry) => !entry.isDirectory())
    .flatMap(({ name: base }) => {
      const file = parseCoverageFileName(base);
      return file ? [{ ...file, base }] : [];
    });
}

async function readDirectory(directory: string): Promise<Dirent[]> {
  try {
    return await fs.readdir(directory, { withFileTypes: true });
  } catch (cause) {
    throw inputError(directory, cause);
  }
}
