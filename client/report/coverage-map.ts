// The one door to istanbul-lib-coverage. Runs in the CLI process.

import istanbulCoverage, { type CoverageMap, type CoverageSummary } from 'istanbul-lib-coverage';
import type { FileData } from './measured-file.js';

/** Istanbul's map of the files, sorted by path; each path comes once. */
export function createCoverageMap(files: readonly FileData[]): CoverageMap {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  return istanbulCoverage.createCoverageMap(Object.fromEntries(sorted.map((data) => [data.path, data])));
}

/** Totals of one file of the map, or of all of them. */
export function summarize(map: CoverageMap, file?: string): CoverageSummary {
  const total = istanbulCoverage.createCoverageSummary();
  for (const path of file === undefined ? map.files() : [file]) total.merge(map.fileCoverageFor(path).toSummary());
  return total;
}
