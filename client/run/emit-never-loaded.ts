// `covd run --all`: files that the globs want measured and that nobody has loaded go into a meta-data file without
// counters, so that reports list them at zero. Runs in the CLI process, after the command has ended.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emitToDirectory } from '../../daemon/emit/emit-to-directory.js';
import { encodeMetaFile, hashModules } from '../../daemon/emit/meta-file.js';
import { encodeModuleMeta, type ModuleMeta } from '../../daemon/emit/module-meta.js';
import { parseCoverageFileName } from '../../daemon/files/coverage-file-name.js';
import { decodeMetaData } from '../../daemon/files/meta-data-file.js';
import type { WrittenFile } from '../../daemon/ipc/protocol.js';
import type { CoverageOptions } from '../../instrument/coverage-options.js';
import type { ModuleMap } from '../../instrument/module-map.js';
import { neverLoadedMaps } from '../../instrument/prepare/never-loaded-maps.js';
import { decodeModuleMap, encodeModuleMap } from '../../instrument/store/module-map-codec.js';

/** `dir` is where the command's processes have written. */
export type RunOptions = CoverageOptions & { dir: string };

/**
 * Writes the meta-data file of the never-loaded files to `options.dir`; returns the files written, none where
 * everything was loaded. A file that cannot be instrumented is passed to `onUnmeasured` with the reason. Throws
 * CoverageError as `emitToDirectory`.
 */
export function emitNeverLoaded(
  options: RunOptions,
  covdVersion: string,
  onUnmeasured: (file: string, reason: string) => void,
): WrittenFile[] {
  const loaded = listLoadedFiles(options.dir);
  const request = { options, covdVersion, isLoaded: (file: string) => loaded.has(file), onUnmeasured };
  const modules = Array.from(neverLoadedMaps(request), (map) => ({ meta: encodeMap(map) }));
  if (modules.length === 0) return [];
  const meta = encodeMetaFile(modules, { ...options, hash: hashModules(modules, options) });
  return emitToDirectory(options.dir, { action: 'list never-loaded files', meta });
}

/** Absolute paths of the sources that the meta-data files in `dir` speak of. */
function listLoadedFiles(dir: string): Set<string> {
  const metas = readdirSync(dir).filter((name) => parseCoverageFileName(name)?.kind === 'meta');
  return new Set(metas.flatMap((name) => listSources(join(dir, name))));
}

function listSources(path: string): string[] {
  const { extension } = decodeMetaData(readFileSync(path), path);
  return extension?.modules.map(({ file }) => file) ?? [];
}

function encodeMap(map: ModuleMap): ModuleMeta {
  const stored = decodeModuleMap(encodeModuleMap(map), map.hash);
  return encodeModuleMeta(stored, stored.packagePath);
}
