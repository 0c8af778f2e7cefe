// `covd report --json`. Runs in the CLI process.

import { summarize } from './coverage-map.js';
import type { CoverageReport } from './coverage-report.js';

/** A JSON value: totals and files as Istanbul's json-summary has them, and notes. */
export function toReportJson(report: CoverageReport): object {
  const files = report.map.files().map((path) => ({
    path,
    ...summarize(report.map, path).toJSON(),
    branchesKnown: !report.withoutBranches.has(path),
  }));
  return { total: summarize(report.map).toJSON(), files, notes: report.notes };
}
