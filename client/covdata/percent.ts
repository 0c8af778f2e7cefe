// `covd percent`: statement coverage by package. Runs in the CLI process.

import { addTotals, type CoverageProfile, type StatementTotals } from './coverage-profile.js';
import { percentText } from './percent-text.js';

export interface PackageTotals extends StatementTotals {
  path: string;
}

/** Statement totals of each package, sorted by path. */
export function packageTotals(profile: CoverageProfile): PackageTotals[] {
  return profile.packagePaths().map((path) => ({ path, ...profile.totalsOf(path) }));
}

/**
 * Go's lines, `TAB path TAB TAB coverage: 83.3% of statements`. A package without statements has a line of its own
 * without a figure (Go's tool forgets the line's end there). With `total`, a last line over everything.
 */
export function formatPercent(packages: readonly PackageTotals[], { total = false } = {}): string {
  const lines = packages.map((pkg) => `\t${pkg.path}\t\t${coverageText(pkg) ?? '\n'}`);
  if (total) lines.push(`\ttotal\t\t${coverageText(addTotals(packages)) ?? '\n'}`);
  return lines.join('');
}

function coverageText(totals: StatementTotals): string | undefined {
  return totals.statements === 0 ? undefined : `coverage: ${percentText(totals)} of statements\n`;
}
