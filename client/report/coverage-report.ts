// A report before it is written: Istanbul's coverage map, the texts to show beside it, and what the reader must know about
// the numbers. Runs in the CLI process.

import type { CoverageMap, FunctionMapping } from 'istanbul-lib-coverage';
import { chooseVersions } from './choose-versions.js';
import { combineFiles } from './combine-files.js';
import { createCoverageMap } from './coverage-map.js';
import { functionKey, listMeasuredFiles, type MeasuredFile } from './measured-file.js';
import type { MeasuredPackage } from './measured-package.js';
import { remapCoverage } from './remap-coverage.js';
import { listNotes, listUnmeasured } from './report-notes.js';
import { SourceFinder } from './source-finder.js';

export interface CoverageReport {
  map: CoverageMap;
  /** Text of a file of the map, or, for one that has changed or is missing, lines that say so. */
  sourceOf: (path: string) => string;
  /** covd's name of a function of the map, else Istanbul's. */
  nameOf: (path: string, fn: FunctionMapping) => string;
  /** Sentences, without a final period, about numbers that could mislead. */
  notes: string[];
  /** Files of which it is not known how often branches were taken. */
  withoutBranches: Set<string>;
}

/**
 * `directories`: where to look for sources that are not where they were loaded (current directory, --src). `unmeasured`: as
 * in MeasuredInputs.
 */
export async function buildReport(
  packages: readonly MeasuredPackage[],
  directories: readonly string[],
  unmeasured: Record<string, string> = {},
): Promise<CoverageReport> {
  const { chosen, leftOut } = chooseVersions(listMeasuredFiles(packages, new SourceFinder(directories)));
  return reportFiles(chosen, [...listNotes(chosen, leftOut), ...listUnmeasured(unmeasured)]);
}

/** The report of files whose versions have been chosen. */
export async function reportFiles(chosen: readonly MeasuredFile[], notes: string[]): Promise<CoverageReport> {
  const files = combineFiles(chosen);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const { map, sourceOf } = await remapCoverage(createCoverageMap(files.map(({ data }) => data)));
  return {
    map,
    notes,
    withoutBranches: findWithoutBranches(map.files(), byPath),
    nameOf: (path, fn) => byPath.get(path)?.names.get(functionKey(fn)) ?? fn.name,
    sourceOf: (path) => sourceOf(path) ?? byPath.get(path)?.source.text ?? explainMissing(path, byPath.get(path)),
  };
}

/** A file that a source map led to has no entry of its own: it is as the files are that carry source maps. */
function findWithoutBranches(paths: readonly string[], byPath: ReadonlyMap<string, MeasuredFile>): Set<string> {
  const compiled = [...byPath.values()].filter(({ data }) => data.inputSourceMap !== undefined);
  const areUnknown = compiled.every(({ hasBranches }) => !hasBranches);
  return new Set(paths.filter((path) => (byPath.has(path) ? !byPath.get(path)?.hasBranches : areUnknown)));
}

/** As many lines as the counts need, so that they stand at their numbers; the first says why there is no text. */
function explainMissing(path: string, file: MeasuredFile | undefined): string {
  const reason =
    file?.source.state === 'changed'
      ? `${path} has changed since it was measured: its text is not shown`
      : `${path} is missing: its text cannot be shown (--src names directories to look in)`;
  const ranges = Object.values(file?.data.statementMap ?? {});
  const lastLine = ranges.reduce((last, { end }) => Math.max(last, end.line ?? 0), 1);
  return `covd: ${reason}${'\n'.repeat(lastLine - 1)}`;
}
