// Preload of the reference variants: instruments the files in BENCH_MEASURED while they are loaded. Runs in every thread
// of the measured process.
//   oxc      oxc-coverage-instrument; `__coverage__` is written as JSON at the end of each thread
//   istanbul istanbul-lib-instrument, as nyc sets it up; likewise
//   atomics  covd's probes with `x++` replaced by Atomics.add on a slab that all threads share

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { join, relative } from 'node:path';
import { getEnvironmentData, isMainThread, setEnvironmentData, threadId } from 'node:worker_threads';

type Transform = (source: string, file: string) => string;

const root = join(__dirname, '../..');
const measured = JSON.parse(process.env.BENCH_MEASURED ?? '[]') as string[];
const TRANSFORMS: Record<string, () => Transform> = {
  oxc: oxcTransform,
  istanbul: istanbulTransform,
  atomics: atomicsTransform,
};
const transform = TRANSFORMS[process.env.BENCH_TRANSFORM ?? '']?.() ?? ((source) => source);

const extensions = (Module as unknown as { _extensions: Record<string, Loader> })._extensions;
type Loader = (module: { _compile(source: string, file: string): void }, file: string) => void;

for (const extension of ['.js', '.cjs']) {
  const load = extensions[extension] ?? extensions['.js'];
  extensions[extension] = (module, file) => {
    const path = relative(root, file);
    if (!measured.some((folder) => path.startsWith(folder))) return load?.(module, file);
    module._compile(transform(readFileSync(file, 'utf8'), file), file);
  };
}

function oxcTransform(): Transform {
  const { instrument } = require('oxc-coverage-instrument') as typeof import('oxc-coverage-instrument');
  writeCoverageAtExit();
  return (source, file) => instrument(source, file, { compat: 'istanbul' as never }).code;
}

function istanbulTransform(): Transform {
  const { createInstrumenter } = require('istanbul-lib-instrument') as typeof import('istanbul-lib-instrument');
  const instrumenter = createInstrumenter({ compact: true, esModules: true, autoWrap: true, produceSourceMap: false });
  writeCoverageAtExit();
  return (source, file) => instrumenter.instrumentSync(source, file);
}

function writeCoverageAtExit(): void {
  const directory = process.env.BENCH_COVERAGE ?? '.';
  process.on('exit', () => {
    const coverage = (globalThis as { __coverage__?: unknown }).__coverage__;
    mkdirSync(directory, { recursive: true });
    if (coverage) writeFileSync(join(directory, `${process.pid}-${threadId}.json`), JSON.stringify(coverage));
  });
}

function atomicsTransform(): Transform {
  const KEY = 'bench-slab';
  const MODULES = 64;
  if (isMainThread) setEnvironmentData(KEY, new SharedArrayBuffer(64 * 1024 * 1024) as never);
  const slab = new Int32Array(getEnvironmentData(KEY) as unknown as SharedArrayBuffer);
  return (source, file) => {
    const hash = createHash('sha256').update(file).digest('hex').slice(0, 32);
    const start = (Number.parseInt(hash.slice(0, 4), 16) % MODULES) * (slab.length / MODULES);
    Object.defineProperty(globalThis, `$c${hash.slice(0, 12)}`, { value: slab.subarray(start) });
    return countersOf(source, file, hash).replace(/(\$c[0-9a-f]{12})\[(\d+)\]\+\+/g, 'Atomics.add($1,$2,1)');
  };
}

function countersOf(source: string, file: string, hash: string): string {
  const { instrumentSource } = require(
    join(root, '../dist/instrument/source/instrument-source.js'),
  ) as InstrumentModule;
  const result = instrumentSource({
    ...{ file, source, hash, format: 'commonjs', mode: 'count', granularity: 'perblock' },
    ...{ modulePath: 'bench', packagePath: file, packageName: file },
  });
  return 'code' in result ? result.code : source;
}

type InstrumentModule = typeof import('../../dist/instrument/source/instrument-source.js');
