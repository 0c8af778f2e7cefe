// Adds what several pods counted for one text of a file. Runs in the CLI process.

import type { FileData, MeasuredFile } from './measured-file.js';

/**
 * One entry per path, counts added (in mode set: 0 or 1). `files` hold one version of each path (chooseVersions). A pod of
 * granularity perfunc does not know which statements ran, so beside finer ones it counts for functions only.
 */
export function combineFiles(files: readonly MeasuredFile[]): MeasuredFile[] {
  const byPath = new Map<string, MeasuredFile[]>();
  for (const file of files) byPath.set(file.path, [...(byPath.get(file.path) ?? []), file]);
  return Array.from(byPath.values(), (group) => group.sort(finerFirst).reduce(addFile));
}

/** With the finer ones in front, the first of a group has the maps that all others are added to. */
function finerFirst(a: MeasuredFile, b: MeasuredFile): number {
  return Number(b.hasBranches) - Number(a.hasBranches) || Number(isPerFunction(a)) - Number(isPerFunction(b));
}

function isPerFunction({ granularity }: MeasuredFile): boolean {
  return granularity === 'perfunc';
}

function addFile(sum: MeasuredFile, file: MeasuredFile): MeasuredFile {
  const limit = sum.mode === 'set' && file.mode === 'set' ? 1 : Number.POSITIVE_INFINITY;
  const functionsOnly = isPerFunction(file) && !isPerFunction(sum);
  return {
    ...sum,
    mode: sum.mode === file.mode ? sum.mode : 'count',
    data: addCounts(sum.data, file.data, { limit, functionsOnly }),
  };
}

function addCounts(sum: FileData, more: FileData, rule: { limit: number; functionsOnly: boolean }): FileData {
  const add = (a: number, b: number) => Math.min(a + b, rule.limit);
  const addAll = (a: Record<string, number>, b: Record<string, number>) =>
    Object.fromEntries(Object.entries(a).map(([key, count]) => [key, add(count, b[key] ?? 0)]));
  const f = addAll(sum.f, more.f);
  if (rule.functionsOnly) return { ...sum, f };
  const b = Object.entries(sum.b).map(([key, arms]) => [key, arms.map((arm, i) => add(arm, more.b[key]?.[i] ?? 0))]);
  return { ...sum, f, s: addAll(sum.s, more.s), b: Object.fromEntries(b) };
}
