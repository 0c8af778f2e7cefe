// Reports of compiled files, led back by their source maps.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { transform } from 'esbuild';
import { buildReport } from '../../../client/report/coverage-report.js';
import type { MeasuredPackage } from '../../../client/report/measured-package.js';
import { readSkeleton } from '../../../daemon/files/packed-module.js';
import { packSkeleton } from '../../../instrument/store/skeleton-codec.js';
import { measureProgram, writeSources } from './measure-program.js';

const TYPESCRIPT = `interface Options {
  loud: boolean;
}

declare const exports: { greet: unknown };
exports.greet = (name: string, { loud }: Options): string => {
  if (loud) {
    return name.toUpperCase();
  }
  return name;
};
`;

test('buildReport maps counts back to the lines of the source that was compiled', async (t) => {
  const { root, packages } = await measureCompiled(t);
  const { map } = await buildReport(packages, []);
  const path = join(root, 'greet.ts');
  t.deepEqual(map.files(), [path]);
  t.deepEqual({ ...map.fileCoverageFor(path).getLineCoverage() }, { 6: 1, 7: 1, 8: 0, 10: 1 });
});

test('buildReport shows the text that was compiled, from the source map', async (t) => {
  const { root, packages } = await measureCompiled(t);
  await writeFile(join(root, 'greet.ts'), 'changed');
  const { sourceOf } = await buildReport(packages, []);
  t.is(sourceOf(join(root, 'greet.ts')), TYPESCRIPT);
});

test('buildReport keeps the compiled file when its source map cannot be read', async (t) => {
  const { root, packages } = await measureCompiled(t, { version: 3, mappings: 7 });
  const { map } = await buildReport(packages, []);
  t.deepEqual(map.files(), [join(root, 'greet.js')]);
});

test('buildReport knows no branches behind a source map in perfunc', async (t) => {
  const { root, packages } = await measureCompiled(t);
  const perFunction = packages.map((measured) => ({ ...measured, granularity: 'perfunc' as const }));
  t.deepEqual((await buildReport(packages, [])).withoutBranches, new Set());
  t.deepEqual((await buildReport(perFunction, [])).withoutBranches, new Set([join(root, 'greet.ts')]));
});

/** A file that esbuild compiled and called once, quietly; its skeleton carries the source map. */
async function measureCompiled(
  t: ExecutionContext,
  brokenMap?: object,
): Promise<{ root: string; packages: MeasuredPackage[] }> {
  const { code, map } = await transform(TYPESCRIPT, {
    ...{ loader: 'ts', sourcemap: 'external', sourcefile: 'greet.ts', target: 'es2022' },
  });
  const root = await writeSources(t, { 'greet.ts': TYPESCRIPT, 'greet.js': code });
  const drive = (load: (path: string) => Record<string, (...args: unknown[]) => unknown>) =>
    load('greet.js').greet?.('ann', { loud: false });
  const packages = measureProgram({ root, sources: { 'greet.js': code }, drive });
  const inputSourceMap = brokenMap ?? (JSON.parse(map) as object);
  return { root, packages: packages.map((measured) => addSourceMap(measured, inputSourceMap)) };
}

function addSourceMap(measured: MeasuredPackage, inputSourceMap: object): MeasuredPackage {
  const { module, package: pkg } = measured;
  const skeleton = module && readSkeleton(module, pkg);
  if (!skeleton) throw new TypeError(`adding a source map to ${pkg.path}: found no skeleton, wanted one`);
  return { ...measured, module: { ...module, skeleton: packSkeleton({ ...skeleton, inputSourceMap }) } };
}
