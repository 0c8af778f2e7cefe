// The args of a file that stands for several: what all of them agree on, and what any could not measure. Runs in the CLI
// process.

import { unmeasuredFiles } from '../../daemon/files/counter-args.js';

/** argc and argv stay if they are the same in all, any other argument if all have it with one value. */
export function mergeArgs(all: readonly Record<string, string>[]): Record<string, string> {
  const [first, ...rest] = all;
  if (!first) return {};
  const sameProgram = rest.every((args) => programKey(args) === programKey(first));
  const kept = Object.entries(first).filter(([key, value]) =>
    isProgramKey(key) ? sameProgram : rest.every((args) => args[key] === value),
  );
  const unmeasured = Object.assign({}, ...all.map(unmeasuredFiles));
  if (Object.keys(unmeasured).length > 0) kept.push(['unmeasured', JSON.stringify(unmeasured)]);
  return Object.fromEntries(kept);
}

function programKey(args: Record<string, string>): string {
  return JSON.stringify(
    Object.entries(args)
      .filter(([key]) => isProgramKey(key))
      .sort(),
  );
}

function isProgramKey(key: string): boolean {
  return /^arg(?:c|v\d+)$/.test(key);
}
