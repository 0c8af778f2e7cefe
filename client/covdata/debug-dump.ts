// `covd debugdump`: everything in the files, for people. Runs in the CLI process.

import { programArguments } from '../../daemon/files/counter-args.js';
import type { MetaFunction, MetaPackage } from '../../daemon/files/coverage-data.js';
import { type CoverageInputs, type Program, readPrograms } from './read-programs.js';

export interface DumpOptions {
  /** Only functions that some counter file has an entry for. */
  live: boolean;
  /** Printed in the head as what produced the dump. */
  command: string;
}

/** The text, piece by piece: Go's, but for the command in the head. */
export async function* debugDump(inputs: CoverageInputs, { live, command }: DumpOptions): AsyncGenerator<string> {
  yield formatHead(command);
  const totals = { statements: 0, covered: 0 };
  for await (const program of readPrograms(inputs)) {
    yield formatProgramHead(program);
    for (const pkg of program.meta.packages.keys()) {
      if (!isWanted(program, pkg, inputs)) continue;
      addStatements(program, pkg, totals);
      yield formatPackage(program, pkg, live);
    }
  }
  yield `totalStmts: ${totals.statements} coveredStmts: ${totals.covered}\n`;
}

/** The same content as an object for each program, for `--json`. */
export async function debugDumpData(inputs: CoverageInputs, { live }: Pick<DumpOptions, 'live'>): Promise<object[]> {
  const programs: object[] = [];
  for await (const program of readPrograms(inputs)) {
    const { meta, pod, args } = program;
    programs.push({
      mode: meta.mode,
      granularity: meta.granularity,
      metaFile: pod.metaPath,
      counterFiles: pod.counterFiles.map(({ path }, index) => ({ path, args: args[index] })),
      packages: meta.packages.flatMap((_, pkg) =>
        isWanted(program, pkg, inputs) ? packageData(program, pkg, live) : [],
      ),
    });
  }
  return programs;
}

function isWanted({ meta }: Program, pkg: number, { filter }: CoverageInputs): boolean {
  return !filter || filter(packageAt(meta.packages, pkg).path);
}

function formatHead(command: string): string {
  return [
    '/* WARNING: the format of this dump is not stable and is',
    ' * expected to change from one Go release to the next.',
    ' *',
    ' * produced by:',
    ` *\t${command}`,
    ' */\n',
  ].join('\n');
}

function formatProgramHead({ meta, pod, args }: Program): string {
  const files = pod.counterFiles.map(({ path }, index) => formatDataFile(path, args[index] ?? {}));
  return `Cover mode: ${meta.mode}\nCover granularity: ${meta.granularity}\n${files.join('')}`;
}

function formatDataFile(path: string, args: Record<string, string>): string {
  const argv = programArguments(args) ?? [];
  const system = args.GOOS ? ` GOOS=${args.GOOS}` : '';
  const processor = args.GOARCH ? ` GOARCH=${args.GOARCH}` : '';
  const label = args.label ? ` label=${args.label}` : '';
  const program = argv.length > 0 ? `  program args: [${argv.join(' ')}]\n` : '';
  return `data file ${path}${system}${processor}${label}${program}\n`;
}

function formatPackage({ meta, counts }: Program, pkg: number, live: boolean): string {
  const { path, name, modulePath, functions } = packageAt(meta.packages, pkg);
  let text = '';
  for (const [index, fn] of functions.entries()) {
    if (live && !counts.isLive(pkg, index)) continue;
    if (text === '') text = `\nPackage path: ${path}\nPackage name: ${name}\nModule path: ${modulePath}\n`;
    text += formatFunction(fn, counts.countersOf(pkg, index));
  }
  return text;
}

function formatFunction({ name, file, literal, units }: MetaFunction, counters: Uint32Array): string {
  let text = `\nFunc: ${name}\nSrcfile: ${file}\nLiteral: ${literal}\n`;
  for (const [index, [startLine, startColumn, endLine, endColumn, statements]] of units.entries())
    text += `${index}: L${startLine}:C${startColumn} -- L${endLine}:C${endColumn} NS=${statements} = ${counters[index]}\n`;
  return text;
}

function addStatements({ meta, counts }: Program, pkg: number, totals: { statements: number; covered: number }): void {
  const counters = counts.countersOfPackage(pkg);
  let index = 0;
  for (const { units } of packageAt(meta.packages, pkg).functions) {
    for (const unit of units) {
      totals.statements += unit[4];
      if (counters[index++] !== 0) totals.covered += unit[4];
    }
  }
}

function packageData({ meta, counts }: Program, pkg: number, live: boolean): object[] {
  const { functions, ...rest } = packageAt(meta.packages, pkg);
  const chosen = functions.flatMap((fn, index) => {
    const isLive = counts.isLive(pkg, index);
    return live && !isLive ? [] : [{ ...fn, live: isLive, counts: Array.from(counts.countersOf(pkg, index)) }];
  });
  return live && chosen.length === 0 ? [] : [{ ...rest, functions: chosen }];
}

function packageAt(packages: readonly MetaPackage[], index: number): MetaPackage {
  return packages[index] as MetaPackage;
}
