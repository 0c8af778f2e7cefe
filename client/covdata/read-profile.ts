// From directories to one profile of everything in them. Runs in the CLI process.

import { CoverageError } from '../../instrument/coverage-error.js';
import { CoverageProfile } from './coverage-profile.js';
import { type CoverageInputs, type Program, readPrograms } from './read-programs.js';

/**
 * All programs of the inputs in one profile, or undefined if there is none. Programs of different granularity are an
 * ERR_CLASH, and of different mode too unless `anyMode`: counts of different modes cannot be added, but whether a
 * statement ran can be told from both.
 */
export async function readProfile(
  inputs: CoverageInputs,
  { anyMode }: { anyMode: boolean },
): Promise<CoverageProfile | undefined> {
  let profile: CoverageProfile | undefined;
  const check = createClashCheck({ anyMode });
  for await (const program of readPrograms(inputs)) {
    check(program);
    profile ??= new CoverageProfile(program.meta.mode);
    profile.add(program, inputs.filter);
  }
  return profile;
}

/** Throws ERR_CLASH for a program that does not go with those it was called for before. */
export function createClashCheck({ anyMode }: { anyMode: boolean }): (program: Pick<Program, 'pod' | 'meta'>) => void {
  let first: Program['meta'] | undefined;
  return ({ pod, meta }) => {
    first ??= meta;
    const before = first;
    if (before.granularity !== meta.granularity)
      throw clash('granularity', pod.metaPath, before.granularity, meta.granularity);
    if (before.mode !== meta.mode && !anyMode) throw clash('mode', pod.metaPath, before.mode, meta.mode);
  };
}

function clash(what: string, path: string, before: string, now: string): CoverageError {
  const text = `previous file had ${before}, new file has ${now}`;
  return new CoverageError('ERR_CLASH', `counter ${what} clash while reading meta-data file ${path}: ${text}`, {
    details: { path },
  });
}
