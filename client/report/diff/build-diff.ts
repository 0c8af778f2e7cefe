// From the packages of two sides to their comparison: first both agree on one version of every file. Runs in the CLI
// process.

import { chooseVersions } from '../choose-versions.js';
import { type CoverageReport, reportFiles } from '../coverage-report.js';
import { listMeasuredFiles, type MeasuredFile } from '../measured-file.js';
import type { MeasuredPackage } from '../measured-package.js';
import { listNotes, listUnmeasured } from '../report-notes.js';
import { SourceFinder } from '../source-finder.js';
import { type ComparedFile, compareCoverage } from './compare-coverage.js';

export interface CoverageDiff {
  /** What the two sides are called: the directories as they were given. */
  names: { a: string; b: string };
  files: ComparedFile[];
  /** As in CoverageReport. */
  notes: string[];
  sourceOf: (path: string) => string;
}

export interface DiffInput {
  name: string;
  packages: readonly MeasuredPackage[];
  /** As in MeasuredInputs. */
  unmeasured?: Record<string, string>;
}

/**
 * Compares what two sets of packages covered. Where they measured different texts of a file, the version on disk counts
 * (else the newest), and the notes say what was left out. `directories`: see buildReport.
 */
export async function buildDiff(a: DiffInput, b: DiffInput, directories: readonly string[]): Promise<CoverageDiff> {
  const files = listMeasuredFiles([...a.packages, ...b.packages], new SourceFinder(directories));
  const { chosen, leftOut } = chooseVersions(files);
  const [reportA, reportB] = await Promise.all([a, b].map((side) => reportSide(chosen, side)));
  if (!reportA || !reportB) throw new TypeError('comparing coverage: found one side, wanted two');
  return {
    names: { a: a.name, b: b.name },
    files: compareCoverage(reportA, reportB),
    notes: [
      ...listNotes(chosen, leftOut),
      ...[a, b].flatMap(noteWholeFunctions),
      ...listUnmeasured({ ...a.unmeasured, ...b.unmeasured }),
    ],
    sourceOf: (path) => (path in reportA.map.data ? reportA : reportB).sourceOf(path),
  };
}

/** One side that knows only calls, against one that knows lines, would show lines as its own that it never ran. */
function noteWholeFunctions({ name, packages }: DiffInput): string[] {
  return packages.some(({ granularity }) => granularity === 'perfunc')
    ? [`${name}: granularity perfunc: all lines of a function that was called count as covered; compare functions`]
    : [];
}

function reportSide(chosen: readonly MeasuredFile[], { packages }: DiffInput): Promise<CoverageReport> {
  const own = new Set(packages);
  return reportFiles(
    chosen.filter(({ origin }) => own.has(origin)),
    [],
  );
}
