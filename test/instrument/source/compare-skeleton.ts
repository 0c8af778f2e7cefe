// Compares a skeleton with the maps of istanbul-lib-instrument, key by key.

import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { IstanbulSkeleton } from '../../../instrument/module-map.js';

/** The first entry that only one side has or that differs; undefined if there is none. */
export function skeletonDifference(
  skeleton: IstanbulSkeleton | undefined,
  coverage: FileCoverageData,
): string | undefined {
  for (const key of ['statementMap', 'fnMap', 'branchMap'] as const) {
    const ours = new Map(entriesOf(skeleton?.[key] ?? []));
    const theirs = new Map(entriesOf(coverage[key]));
    for (const id of new Set([...ours.keys(), ...theirs.keys()]))
      if (ours.get(id) !== theirs.get(id)) return `${key} ${id}: found ${ours.get(id)}, wanted ${theirs.get(id)}`;
  }
  return undefined;
}

/** By Istanbul's key; what has no locations has a key but no entry. */
function entriesOf(entries: object): [string, string][] {
  return Object.entries(entries)
    .filter(([, entry]) => !('locations' in entry) || entry.locations.length > 0)
    .map(([id, entry]) => [id, JSON.stringify(entry)]);
}
