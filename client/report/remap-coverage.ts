// Follows the source maps of measured files to what their authors wrote. The one door to istanbul-lib-source-maps. Runs in
// the CLI process.

import type { CoverageMap } from 'istanbul-lib-coverage';
import istanbulSourceMaps from 'istanbul-lib-source-maps';

export interface RemappedCoverage {
  map: CoverageMap;
  /** Text of a source as its compiler saw it, if the source map carries it; undefined otherwise. */
  sourceOf: (path: string) => string | undefined;
}

/**
 * The same counts at the authors' positions. A file without a source map stays as it is; what a map has no position for
 * (helpers of the compiler) is dropped, as nyc does.
 */
export async function remapCoverage(map: CoverageMap): Promise<RemappedCoverage> {
  const store = istanbulSourceMaps.createSourceMapStore();
  const remapped = await store.transformCoverage(map);
  const before = new Set(map.files());
  const sourceOf = (path: string) => (before.has(path) ? undefined : findText(store.sourceFinder, path));
  return { map: remapped, sourceOf };
}

function findText(find: (path: string) => string, path: string): string | undefined {
  try {
    return find(path);
  } catch {
    // The map carries no text and there is no such file: the report says that the source is missing.
    return undefined;
  }
}
