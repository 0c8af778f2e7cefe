// One source file's Istanbul coverage as one pod measured it, before files of several pods are put together. Runs in the
// CLI process.

import { createHash } from 'node:crypto';
import type { FileCoverageData, FunctionMapping } from 'istanbul-lib-coverage';
import type { MetaFunction, MetaPackage, ModuleExtension } from '../../daemon/files/coverage-data.js';
import { readSkeleton } from '../../daemon/files/packed-module.js';
import type { CoverageMode, Granularity } from '../../instrument/coverage-options.js';
import type { IstanbulSkeleton } from '../../instrument/module-map.js';
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
  /** covd's names of functions (`Class.method` where Istanbul says `(anonymous_3)`), by functionKey. */
  names: ReadonlyMap<string, string>;
  /** The package that it was read from. */
  origin: MeasuredPackage;
  data: FileData;
}

/**
 * The source files of the packages, with counts. The same text under the same package path is one file, also where the
 * pods come from different machines and call it by different absolute paths. Throws ERR_BAD_FILE for a damaged skeleton.
 */
export function listMeasuredFiles(packages: readonly MeasuredPackage[], finder: SourceFinder): MeasuredFile[] {
  const known = new Map<string, MeasuredFile>();
  const files = packages.flatMap((measured) => identifyFiles(measured, finder));
  for (const { identity, file } of files) {
    const other = known.get(identity);
    if (!other || (isOnDisk(file) && !isOnDisk(other))) known.set(identity, file);
  }
  return files.map(({ identity, file }) => (isOnDisk(file) ? file : placeAs(file, known.get(identity) ?? file)));
}

interface IdentifiedFile {
  /** Import path and version. */
  identity: string;
  file: MeasuredFile;
}

function isOnDisk({ source }: MeasuredFile): boolean {
  return source.state === 'same' || source.state === 'unchecked';
}

function placeAs(file: MeasuredFile, { path, source }: MeasuredFile): MeasuredFile {
  return { ...file, path, source, data: { ...file.data, path } };
}

function identifyFiles(measured: MeasuredPackage, finder: SourceFinder): IdentifiedFile[] {
  const { package: pkg, module } = measured;
  const skeleton = module && readSkeleton(module, pkg);
  return skeleton ? [fromSkeleton(measured, { module, skeleton, finder })] : fromUnits(measured, finder);
}

interface SkeletonOfModule {
  module: ModuleExtension;
  skeleton: IstanbulSkeleton;
  finder: SourceFinder;
}

function fromSkeleton(measured: MeasuredPackage, { module, skeleton, finder }: SkeletonOfModule): IdentifiedFile {
  const { package: pkg, mode, granularity, counts } = measured;
  const importPath = withoutHash(pkg.path);
  const { file: loadedAs, sourceHash } = module;
  const source = finder.find({ loadedAs, importPath, modulePath: pkg.modulePath, sourceHash, lastLine: 0 });
  const hasBranches = granularity !== 'perfunc';
  const data = coverageFromSkeleton(source.path, { skeleton, counts, mode, hasBranches });
  const names = nameFunctions(pkg, skeleton);
  return {
    identity: `${importPath} ${sourceHash}`,
    file: {
      path: source.path,
      source,
      version: sourceHash,
      mode,
      granularity,
      hasBranches,
      names,
      origin: measured,
      data,
    },
  };
}

/** Where a function of Istanbul's map stands in its file. */
export function functionKey({ loc }: FunctionMapping): string {
  return `${loc.start.line}:${loc.start.column}`;
}

/** A function of Istanbul's is the one of covd's that holds its unit. */
function nameFunctions({ functions }: MetaPackage, { fnMap, f }: IstanbulSkeleton): Map<string, string> {
  const byUnit = functions.flatMap(({ name, units }) => units.map(() => name));
  return new Map(fnMap.map((fn, i) => [functionKey(fn as FunctionMapping), byUnit[f[i]?.[0] ?? -1] ?? fn.name]));
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
    const known = byFile.get(fn.file);
    if (known) known.push({ fn, counts });
    else byFile.set(fn.file, [{ fn, counts }]);
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
  const data = coverageFromUnits(source.path, { functions, mode, text: source.text });
  const version = `units of ${module?.sourceHash ?? digestFunctions(functions.map(({ fn }) => fn))}`;
  return {
    identity: `${importPath} ${version}`,
    file: {
      path: source.path,
      source,
      version,
      mode,
      granularity,
      hasBranches: false,
      names: new Map(),
      origin: measured,
      data,
    },
  };
}

function digestFunctions(functions: MetaFunction[]): string {
  const texts = functions.map(({ name, literal, units }) => JSON.stringify([units, name, literal])).sort();
  return createHash('sha256').update(texts.join('\n')).digest('hex').slice(0, 32);
}
