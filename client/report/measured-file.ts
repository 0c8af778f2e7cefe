// One source file's Istanbul coverage as one pod measured it, before files of several pods are put together. Runs in the
// CLI process.

import { createHash } from 'node:crypto';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { MetaFunction } from '../../daemon/files/coverage-data.js';
import { readSkeleton } from '../../daemon/files/packed-module.js';
import type { CoverageMode, Granularity } from '../../instrument/coverage-options.js';
import { coverageFromSkeleton } from './coverage-from-skeleton.js';
import { coverageFromUnits, type UnitCounts } from './coverage-from-units.js';
import type { MeasuredPackage } from './measured-package.js';
import type { FoundSource, SourceFinder } from './source-finder.js';

/** Istanbul's data of a file; a source map, where there is one, is what remapCoverage follows. */
export type FileData = FileCoverageData & { inputSourceMap?: unknown };

export interface MeasuredFile {
  /** Absolute where the file is known, else as in Go: import path and file name. Equal for one file in several pods. */
  path: string;
  source: FoundSource;
  /** Equal where counts may be added: the source hash, or for a file of Go's a digest of its functions and units. */
  version: string;
  mode: CoverageMode;
  granularity: Granularity;
  /** False where nothing is known about branches: files of Go's, and granularity perfunc. */
  hasBranches: boolean;
  /** The package that it was read from. */
  origin: MeasuredPackage;
  data: FileData;
}

/**
 * The source files of the packages, with counts. The same text under the same package path is one file, also where the
 * pods come from different machines and call it by different absolute paths.
 */
export function listMeasuredFiles(packages: readonly MeasuredPackage[], finder: SourceFinder): MeasuredFile[] {
  const pathOf = new Map<string, string>();
  const files = packages.flatMap((measured) =>
    measured.module?.skeleton ? [fromModule(measured, finder)] : fromUnits(measured, finder),
  );
  for (const { identity, file } of files) if (isOnDisk(file)) pathOf.set(identity, file.path);
  for (const { identity, file } of files) if (!pathOf.has(identity)) pathOf.set(identity, file.path);
  return files.map(({ identity, file }) => (isOnDisk(file) ? file : renameFile(file, pathOf.get(identity))));
}

interface IdentifiedFile {
  /** Import path and version. */
  identity: string;
  file: MeasuredFile;
}

function isOnDisk({ source }: MeasuredFile): boolean {
  return source.state === 'same' || source.state === 'unchecked';
}

function renameFile(file: MeasuredFile, path = file.path): MeasuredFile {
  return { ...file, path, data: { ...file.data, path } };
}

function fromModule(measured: MeasuredPackage, finder: SourceFinder): IdentifiedFile {
  const { package: pkg, module, mode, granularity, counts } = measured;
  const skeleton = module && readSkeleton(module, pkg);
  if (!skeleton) throw new TypeError(`reading coverage of ${pkg.path}: found no skeleton, wanted one`);
  const importPath = withoutHash(pkg.path);
  const { file: loadedAs, sourceHash } = module;
  const source = finder.find({ loadedAs, importPath, modulePath: pkg.modulePath, sourceHash, lastLine: 0 });
  const hasBranches = granularity !== 'perfunc';
  const data = coverageFromSkeleton(source.path, { skeleton, counts, mode, hasBranches });
  return {
    identity: `${importPath} ${sourceHash}`,
    file: { path: source.path, source, version: sourceHash, mode, granularity, hasBranches, origin: measured, data },
  };
}

/** Without the `@` and hash digits that keep two modules of one path apart. */
function withoutHash(packagePath: string): string {
  return packagePath.replace(/@[0-9a-f]{8}$/, '');
}

function fromUnits(measured: MeasuredPackage, finder: SourceFinder): IdentifiedFile[] {
  const byFile = new Map<string, UnitCounts[]>();
  let firstUnit = 0;
  for (const fn of measured.package.functions) {
    const counts = Array.from(fn.units, (_, index) => measured.counts[firstUnit + index] ?? 0);
    byFile.set(fn.file, [...(byFile.get(fn.file) ?? []), { fn, counts }]);
    firstUnit += fn.units.length;
  }
  return Array.from(byFile, ([importPath, functions]) => fileFromUnits(importPath, { functions, measured, finder }));
}

interface UnitsOfFile {
  functions: UnitCounts[];
  measured: MeasuredPackage;
  finder: SourceFinder;
}

function fileFromUnits(importPath: string, { functions, measured, finder }: UnitsOfFile): IdentifiedFile {
  const { package: pkg, module, mode, granularity } = measured;
  const lastLine = functions.flatMap(({ fn }) => fn.units).reduce((last, unit) => Math.max(last, unit[2]), 0);
  const source = finder.find({
    loadedAs: module?.file,
    importPath: withoutHash(importPath),
    modulePath: pkg.modulePath,
    sourceHash: module?.sourceHash,
    lastLine,
  });
  const data = coverageFromUnits(source.path, { functions, mode });
  const version = `units of ${module?.sourceHash ?? digestFunctions(functions.map(({ fn }) => fn))}`;
  return {
    identity: `${importPath} ${version}`,
    file: { path: source.path, source, version, mode, granularity, hasBranches: false, origin: measured, data },
  };
}

function digestFunctions(functions: MetaFunction[]): string {
  const texts = functions.map(({ name, literal, units }) => JSON.stringify([units, name, literal])).sort();
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 32);
}
