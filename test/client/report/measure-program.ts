// Small programs measured by covd's instrumenter and by Istanbul's, in the test's own thread, from the same calls; and their
// counts as packages or as a pod on disk.

import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExecutionContext } from 'ava';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import istanbulInstrument from 'istanbul-lib-instrument';
import type { MeasuredPackage } from '../../../client/report/measured-package.js';
import { encodeCounterData } from '../../../daemon/files/counter-data-file.js';
import { counterFileName, metaFileName } from '../../../daemon/files/coverage-file-name.js';
import { encodeMetaData } from '../../../daemon/files/meta-data-file.js';
import type { CoverageMode, Granularity } from '../../../instrument/coverage-options.js';
import { packSkeleton } from '../../../instrument/store/skeleton-codec.js';
import { instrument, unitCounts } from '../../instrument/source/run-instrumented.js';
import { temporaryDirectory } from '../../temporary-directory.js';

/** CommonJS sources by path within the module `app`. */
export type ProgramSources = Record<string, string>;

export interface ProgramRun {
  /** Absolute directory that the sources are said to lie in. */
  root: string;
  sources: ProgramSources;
  /** Calls into the program; gets `require` of its files, by path within the module. */
  drive: (load: (path: string) => Exports) => void;
  mode?: CoverageMode;
  granularity?: Granularity;
  measuredAt?: bigint;
}

/** What a program of these tests exports: functions. */
export type Exports = Record<string, (...args: unknown[]) => unknown>;

let programs = 0;

/** Loads all files and drives the program, instrumented by covd. */
export function measureProgram({ root, sources, drive, ...settings }: ProgramRun): MeasuredPackage[] {
  const { mode = 'atomic', granularity = 'perblock', measuredAt = 1n } = settings;
  const program = (programs++).toString(16);
  const modules = Object.entries(sources).map(([path, source], index) => {
    const hash = `${program}f${index.toString(16)}`.padStart(12, '0').padEnd(32, '0');
    const packagePath = `app/${path}`;
    const file = join(root, path);
    const { code, map } = instrument({ source, hash, mode, granularity, file, packagePath, packageName: path });
    const counters = mode === 'set' ? new Uint8Array(map.counterCount) : new Int32Array(map.counterCount);
    Object.defineProperty(globalThis, `$c${hash.slice(0, 12)}`, { value: counters });
    return { path, code, map, counters };
  });
  drive(loadAll(modules));
  return modules.map(({ map, counters }) => {
    const functions = map.functions.map(({ name, file, literal, units }) => ({
      ...{ name, file, literal },
      units: units.map((u) => [u.startLine, u.startColumn, u.endLine, u.endColumn, u.statements] as const),
    }));
    const { packageName, packagePath, modulePath, file, sourceHash, istanbul } = map;
    return {
      package: { name: packageName, path: packagePath, modulePath, functions },
      module: { file, sourceHash, skeleton: istanbul && packSkeleton(istanbul), functionHashes: undefined },
      counts: unitCounts({ output: [], map, counters }),
      ...{ mode, granularity, measuredAt },
    };
  });
}

/** The same program's coverage as Istanbul's own instrumenter counts it. */
export function measureWithIstanbul({ root, sources, drive }: ProgramRun): CoverageMapData {
  const coverageVariable = `istanbul${programs++}`;
  const instrumenter = istanbulInstrument.createInstrumenter({ coverageVariable, esModules: false });
  const modules = Object.entries(sources).map(([path, source]) => {
    return { path, code: instrumenter.instrumentSync(source, join(root, path)) };
  });
  drive(loadAll(modules));
  const data = (globalThis as unknown as Record<string, CoverageMapData>)[coverageVariable] ?? {};
  return JSON.parse(JSON.stringify(data)) as CoverageMapData;
}

/** Writes packages of one mode and granularity as a pod; returns its directory, which goes when the test is over. */
export async function writePod(t: ExecutionContext, packages: readonly MeasuredPackage[]): Promise<string> {
  const dir = temporaryDirectory(t);
  const [{ mode, granularity, measuredAt } = { mode: 'atomic', granularity: 'perblock', measuredAt: 1n } as const] =
    packages;
  const hash = createHash('md5')
    .update(JSON.stringify(packages.map(({ module }) => module)))
    .digest('hex');
  const extension = { granularity, modules: packages.flatMap(({ module }) => module ?? []) };
  const meta = { hash, mode, granularity: granularity === 'perfunc' ? granularity : 'perblock' } as const;
  const metaBytes = encodeMetaData({
    ...meta,
    packages: packages.map((measured) => measured.package),
    extension: extension.modules.length === packages.length ? extension : undefined,
  });
  await writeFile(join(dir, metaFileName(hash)), Buffer.concat(metaBytes));
  const functions = packages.flatMap(listCounts);
  const counters = Buffer.concat(encodeCounterData({ hash, args: { argc: '0' }, functions }));
  await writeFile(join(dir, counterFileName(hash, 1, measuredAt)), counters);
  return dir;
}

/** A new directory with the program's sources in it, which goes when the test is over. */
export async function writeSources(t: ExecutionContext, sources: ProgramSources): Promise<string> {
  const root = temporaryDirectory(t);
  for (const [path, source] of Object.entries(sources)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), source);
  }
  return root;
}

function listCounts({ package: pkg, counts }: MeasuredPackage, index: number) {
  let first = 0;
  return pkg.functions.map(({ units }, fn) => {
    const counters = Array.from(units, (_, unit) => counts[first + unit] ?? 0);
    first += units.length;
    return { package: index, function: fn, counters };
  });
}

/** Runs the files in order; the `require` it returns gives their exports. */
function loadAll(modules: { path: string; code: string }[]): (path: string) => Exports {
  const loaded = new Map<string, Exports>();
  const load = (path: string) => loaded.get(path) ?? {};
  for (const { path, code } of modules) {
    const module = { exports: {} as Exports };
    new Function('module', 'exports', 'require', code)(module, module.exports, load);
    loaded.set(path, module.exports);
  }
  return load;
}
