// `covd build`: instruments a directory ahead of time, on all processors, and only what has changed since the last
// time. Runs in the process of the command; the files are built in a pool of threads.

import { copyFile, lstat, mkdir, readlink, rm, symlink } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { Piscina } from 'piscina';
import { CoverageError } from '../coverage-error.js';
import type { BuildOutcome, BuildTask } from './build-file.js';
import { BUILD_FOLDER, type BuildSettings } from './build-layout.js';
import { type BuildManifest, readManifest, writeManifest } from './build-manifest.js';
import { type BuildPlan, planBuild } from './plan-build.js';

/** Files of one task: enough to keep the pool's messages cheap, few enough to keep all threads busy to the end. */
const TASK_FILES = 8;

/** Counts of files, and what could not be instrumented. */
export interface BuildResult {
  instrumented: number;
  copied: number;
  unchanged: number;
  removed: number;
  /** Absolute paths of files that were copied although the globs want them measured. */
  unmeasured: { file: string; reason: string }[];
}

export interface BuildRun extends BuildSettings {
  /** Threads; default: one for each processor. */
  threads?: number | undefined;
  /** Told how many of how many files are done. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * Builds `source` into `out`, which it makes.
 * @throws CoverageError ENOENT or ENOTDIR for a source that is no directory, ERR_BAD_REQUEST for an `out` that is the source
 */
export async function buildDirectory(run: BuildRun): Promise<BuildResult> {
  await checkDirectories(run);
  const last = await readManifest(run);
  const plan = await planBuild(run, last);
  await mkdir(join(run.out, BUILD_FOLDER), { recursive: true });
  for (const path of plan.remove) await removeBuilt(run.out, path, last);
  const total = plan.instrument.length + plan.copy.length;
  let done = 0;
  const progress = (files: number) => {
    done += files;
    run.onProgress?.(done, total);
  };
  for (const path of plan.copy) {
    await copyAsset(join(run.source, path), join(run.out, path));
    progress(1);
  }
  const outcomes = await instrumentFiles(run, plan.instrument, progress);
  await finishBuild(run, { plan, last, outcomes });
  const unmeasured = outcomes.flatMap((outcome) =>
    outcome.type === 'unmeasured' ? [{ file: join(run.source, outcome.path), reason: outcome.reason }] : [],
  );
  return {
    instrumented: outcomes.length - unmeasured.length,
    copied: plan.copy.length,
    unchanged: plan.unchanged.length,
    removed: plan.remove.length,
    unmeasured,
  };
}

async function checkDirectories({ source, out }: BuildSettings): Promise<void> {
  if (source === out) throw new CoverageError('ERR_BAD_REQUEST', `build ${source}: found the output to be the source`);
  const stats = await lstat(source).catch((cause: unknown) => {
    throw new CoverageError('ENOENT', `build ${source}: no such file or directory`, { cause });
  });
  if (!stats.isDirectory()) throw new CoverageError('ENOTDIR', `build ${source}: not a directory`);
}

async function instrumentFiles(
  run: BuildRun,
  paths: string[],
  progress: (files: number) => void,
): Promise<BuildOutcome[]> {
  if (paths.length === 0) return [];
  const { source, out, options, covdVersion } = run;
  const settings: BuildSettings = { source, out, options, covdVersion };
  const maxThreads = Math.min(run.threads ?? availableParallelism(), Math.ceil(paths.length / TASK_FILES));
  const filename = new URL('./build-file.js', import.meta.url).href;
  const pool = new Piscina<BuildTask, BuildOutcome[]>({ filename, name: 'buildFiles', minThreads: 1, maxThreads });
  try {
    const tasks = chunk(paths, TASK_FILES).map(async (some) => {
      const outcomes = await pool.run({ settings, paths: some });
      progress(some.length);
      return outcomes;
    });
    return (await Promise.all(tasks)).flat();
  } finally {
    await pool.destroy();
  }
}

async function finishBuild(
  settings: BuildSettings,
  { plan, last, outcomes }: { plan: BuildPlan; last: BuildManifest; outcomes: BuildOutcome[] },
): Promise<void> {
  for (const path of plan.copy) await removeClaim(settings.out, plan.files.get(path)?.hash);
  for (const outcome of outcomes) {
    const built = plan.files.get(outcome.path);
    if (built === undefined) continue;
    const before = last.get(outcome.path)?.hash;
    built.hash = outcome.type === 'instrumented' ? outcome.hash : undefined;
    if (before !== built.hash) await removeClaim(settings.out, before);
  }
  const { source, out, options, covdVersion } = settings;
  await writeManifest({ source, out, options, covdVersion }, plan.files);
}

async function removeBuilt(out: string, path: string, last: BuildManifest): Promise<void> {
  await rm(join(out, path), { force: true });
  await rm(join(out, `${path}.map`), { force: true });
  await removeClaim(out, last.get(path)?.hash);
}

async function removeClaim(out: string, hash: string | undefined): Promise<void> {
  if (hash === undefined) return;
  await rm(join(out, BUILD_FOLDER, `${hash}.covd`), { force: true });
  await rm(join(out, BUILD_FOLDER, `${hash}.mjs`), { force: true });
}

async function copyAsset(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await rm(to, { force: true });
  if ((await lstat(from)).isSymbolicLink()) await symlink(await readlink(from), to);
  else await copyFile(from, to);
}

function chunk<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
