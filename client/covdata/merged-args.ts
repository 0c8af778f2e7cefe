// The args of a file that stands for several: what all of them agree on. Runs in the CLI process.

/** argc and argv stay if they are the same in all, any other argument if all have it with one value. */
export function mergeArgs(all: readonly Record<string, string>[]): Record<string, string> {
  const [first, ...rest] = all;
  if (!first) return {};
  const sameProgram = rest.every((args) => programKey(args) === programKey(first));
  const kept = Object.entries(first).filter(([key, value]) =>
    isProgramKey(key) ? sameProgram : rest.every((args) => args[key] === value),
  );
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
