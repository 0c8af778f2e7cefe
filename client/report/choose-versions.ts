// Counts of two texts of one file must not be added. Where several were measured, one is reported. Runs in the CLI process.

import type { MeasuredFile } from './measured-file.js';

export interface ChosenFiles {
  /** At most one version of each path, but possibly several entries of it (one a pod). */
  chosen: MeasuredFile[];
  leftOut: MeasuredFile[];
}

/** Of each path the version that is on disk, else the one measured last. */
export function chooseVersions(files: readonly MeasuredFile[]): ChosenFiles {
  const best = new Map<string, MeasuredFile>();
  for (const file of files) {
    const rival = best.get(file.path);
    if (!rival || isBetter(file, rival)) best.set(file.path, file);
  }
  const isChosen = ({ path, version }: MeasuredFile) => best.get(path)?.version === version;
  return { chosen: files.filter(isChosen), leftOut: files.filter((file) => !isChosen(file)) };
}

function isBetter(file: MeasuredFile, rival: MeasuredFile): boolean {
  const [same, rivalSame] = [file.source.state === 'same', rival.source.state === 'same'];
  return same === rivalSame ? file.origin.measuredAt > rival.origin.measuredAt : same;
}
