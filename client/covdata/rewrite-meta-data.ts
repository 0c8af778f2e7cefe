// The meta-data of some packages of a program, as `--pkg` leaves it. Runs in the CLI process.

import { readFile } from 'node:fs/promises';
import { rewrittenHash } from '../../daemon/files/coverage-hash.js';
import { joinMetaData, readMetaDataLayout } from '../../daemon/files/meta-data-file.js';
import { encodeMetaExtension, encodeModuleExtension } from '../../daemon/files/meta-extension.js';
import type { PackageFilter } from './package-pattern.js';
import type { Program } from './read-programs.js';

export interface RewrittenMetaData {
  hash: string;
  pieces: Uint8Array[];
  /** Indexes, in the program, of the packages that are left. */
  packages: number[];
}

/** Keeps the packages that `filter` accepts, byte for byte, and covd's part of them; the hash is that of Go's merge. */
export async function rewriteMetaData({ pod, meta }: Program, filter: PackageFilter): Promise<RewrittenMetaData> {
  const bytes = await readFile(pod.metaPath);
  const { packages: ranges } = readMetaDataLayout(bytes, pod.metaPath);
  const packages = [...meta.packages.keys()].filter((index) => filter(meta.packages[index]?.path ?? ''));
  const blobs = packages.map((index) => bytes.subarray(ranges[index]?.start, ranges[index]?.end));
  const hash = rewrittenHash(blobs, meta.mode, meta.granularity);
  return {
    hash,
    packages,
    pieces: joinMetaData({
      ...meta,
      hash,
      packages: blobs.map((blob) => ({ blob })),
      extension: keepModules(meta, packages),
    }),
  };
}

function keepModules({ extension }: Program['meta'], packages: number[]): Uint8Array | undefined {
  if (!extension) return undefined;
  const modules = packages.flatMap((index) => extension.modules[index] ?? []);
  return encodeMetaExtension(extension.granularity, modules.map(encodeModuleExtension));
}
