// The real istanbul-lib-instrument, as the judge of skeletons and counts.

import { createRequire } from 'node:module';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';

interface Instrumenter {
  instrumentSync(code: string, file: string): string;
  lastFileCoverage(): FileCoverageData;
}

interface InstrumenterOptions {
  esModules: boolean;
  autoWrap: boolean;
  coverageVariable: string;
}

type ProgramVisitor = { enter(path: unknown): void; exit(path: unknown): { fileCoverage: FileCoverageData } };

const require = createRequire(import.meta.url);
const istanbul = require('istanbul-lib-instrument') as {
  createInstrumenter(options: Partial<InstrumenterOptions>): Instrumenter;
  programVisitor(types: unknown, file: string, options: object): ProgramVisitor;
};
// Babel's core is a dependency of istanbul-lib-instrument, not ours.
const babel = createRequire(require.resolve('istanbul-lib-instrument'))('@babel/core') as {
  transformSync(code: string, options: object): unknown;
};

/** Istanbul's maps of a source, without the cost of printing code. Throws what Babel's parser throws. */
export function istanbulCoverageOf(source: string, file: string, esModules: boolean): FileCoverageData {
  let coverage: FileCoverageData | undefined;
  const plugin = ({ types }: { types: unknown }) => {
    const { enter, exit } = istanbul.programVisitor(types, file, {});
    const leave = (path: unknown): void => {
      coverage = exit(path).fileCoverage;
    };
    return { visitor: { Program: { enter, exit: leave } } };
  };
  const parserOpts = { allowReturnOutsideFunction: true, sourceType: esModules ? 'module' : 'script' };
  const output = { code: false, ast: false, configFile: false, babelrc: false };
  babel.transformSync(source, { filename: file, parserOpts, plugins: [plugin], ...output });
  return coverage as FileCoverageData;
}

let programs = 0;

/** Runs `execute` with the source as Istanbul instruments it; the result is what Istanbul counted. */
export async function istanbulCounts(
  source: string,
  execute: (code: string) => Promise<unknown>,
): Promise<FileCoverageData> {
  // Tests run at the same time: each program has a path of its own.
  const file = `/app/program-${programs++}.js`;
  const instrumenter = istanbul.createInstrumenter({
    autoWrap: true,
    esModules: false,
    coverageVariable: '__istanbul__',
  });
  await execute(instrumenter.instrumentSync(source, file));
  const { __istanbul__: counted } = globalThis as { __istanbul__?: CoverageMapData };
  return counted?.[file] as FileCoverageData;
}
