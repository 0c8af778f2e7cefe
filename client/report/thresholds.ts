// Least percentages that a report has to reach (--check). Runs in the CLI process.

import { summarize } from './coverage-map.js';
import type { CoverageReport } from './coverage-report.js';
import { METRICS, type Metric, type Thresholds } from './metrics.js';

/** One sentence for each threshold that is missed, over all files or in each; empty: all are reached. */
export function checkThresholds(report: CoverageReport, thresholds: Thresholds, { perFile = false } = {}): string[] {
  const scopes = perFile ? report.map.files() : [undefined];
  return scopes.flatMap((file) => METRICS.flatMap((metric) => checkMetric(report, { metric, file, thresholds })));
}

interface MetricScope {
  metric: Metric;
  file: string | undefined;
  thresholds: Thresholds;
}

function checkMetric(report: CoverageReport, { metric, file, thresholds }: MetricScope): string[] {
  const wanted = thresholds[metric];
  if (wanted === undefined) return [];
  const subject = file === undefined ? `${metric} of all files` : `${metric} of ${file}`;
  if (metric === 'branches' && wanted > 0 && lacksBranches(report, file)) {
    return [`checking ${subject}: not measured, wanted at least ${wanted} %`];
  }
  const { pct, covered, total } = summarize(report.map, file)[metric];
  // Istanbul calls nothing of nothing 100 % in a file, and "Unknown" where there is no file.
  if (total === 0 || pct >= wanted) return [];
  return [`checking ${subject}: ${pct} % (${covered} of ${total}), wanted at least ${wanted} %`];
}

/** True when no file in question has branches that were counted. */
function lacksBranches({ map, withoutBranches }: CoverageReport, file: string | undefined): boolean {
  return (file === undefined ? map.files() : [file]).every((path) => withoutBranches.has(path));
}
