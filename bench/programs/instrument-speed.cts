// Instruments BENCH_FILES (a JSON array) one after another with the instrumenter that BENCH_INSTRUMENTER names, maps
// included, on one thread of a new process, as a build would.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { report } from './measure.cjs';

/** Returns the instrumented text; the map is made too. Throws if the file cannot be instrumented. */
type Instrument = (source: string, file: string) => string;

const INSTRUMENTERS: Record<string, () => Instrument> = {
  perblock: () => covd('perblock'),
  perfunc: () => covd('perfunc'),
  perstmt: () => covd('perstmt'),
  istanbul,
  oxc,
};

const name = process.env.BENCH_INSTRUMENTER ?? 'perblock';
const instrument = INSTRUMENTERS[name]?.();
if (!instrument)
  throw new RangeError(`read BENCH_INSTRUMENTER: found ${name}, wanted one of ${Object.keys(INSTRUMENTERS)}`);
const files = JSON.parse(process.env.BENCH_FILES ?? '[]') as string[];
const sources = files.map((file) => readFileSync(file, 'utf8'));
const start = performance.now();
const outputs = sources.map((source, index) => instrument(source, files[index] as string));
const milliseconds = performance.now() - start;
report({ milliseconds, inputBytes: bytesOf(sources), outputBytes: bytesOf(outputs) });

function bytesOf(texts: string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function covd(granularity: 'perblock' | 'perfunc' | 'perstmt'): Instrument {
  const { instrumentSource } = require(join(__dirname, '../../../dist/instrument/source/instrument-source.js')) as Covd;
  return (source, file) => {
    const hash = createHash('sha256').update(file).digest('hex').slice(0, 32);
    const result = instrumentSource({
      ...{ file, source, hash, format: 'commonjs', mode: 'atomic', granularity },
      ...{ modulePath: 'bench', packagePath: file, packageName: basename(file) },
    });
    return 'code' in result ? result.code : source;
  };
}

type Covd = typeof import('../../dist/instrument/source/instrument-source.js');

function istanbul(): Instrument {
  const { createInstrumenter } = require('istanbul-lib-instrument') as typeof import('istanbul-lib-instrument');
  // As nyc makes it.
  const instrumenter = createInstrumenter({ compact: true, esModules: true, autoWrap: true, produceSourceMap: false });
  return (source, file) => instrumenter.instrumentSync(source, file);
}

function oxc(): Instrument {
  const { instrument } = require('oxc-coverage-instrument') as typeof import('oxc-coverage-instrument');
  return (source, file) => instrument(source, file, { compat: 'istanbul' as never }).code;
}
