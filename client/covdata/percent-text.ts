// Percentages as Go prints them (`%.1f`). Runs in tools.

import type { StatementTotals } from './coverage-profile.js';

/** Share of covered statements in percent; 0 where there are none. */
export function percentOf({ covered, statements }: StatementTotals): number {
  return (100 * covered) / Math.max(statements, 1);
}

/** One decimal. An exact tie goes to the even digit (6.25 is "6.2"), where toFixed would round up. */
export function percentText(totals: StatementTotals): string {
  const percent = percentOf(totals);
  const tenths = percent * 10;
  const isTie = tenths % 1 === 0.5 && Number.isInteger(percent * 4);
  return `${isTie ? ((2 * Math.round(tenths / 2)) / 10).toFixed(1) : percent.toFixed(1)}%`;
}
