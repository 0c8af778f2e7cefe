// What a build has to do: which files of the source are instrumented, copied, left as they were, or gone. Runs in the
// process of `covd build`.

import { lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { createTestExclude } from '../filter/compile-filter.js';
import { BUILD_FOLDER, type BuildSettings } from './build-layout.js';
import type { BuildManifest, BuiltFile } from './build-manifest.js';

export interface BuildPlan {
  /** Paths relative to the source. */
  instrument: string[];
  copy: string[];
  unchanged: string[];
  /** Made by the last build of something that is gone. */
  remove: string[];
  /** Every file of the source as it is now. */
  files: Map<string, BuiltFile>;
}

/** Directories that a build leaves out: the output resolves packages from where it stands. */
const LEFT_OUT = new Set(['node_modules', '.git', BUILD_FOLDER]);

/** Compares the source with `last`, the manifest of the last build. */
export async function planBuild(settings: BuildSettings, last: BuildManifest): Promise<BuildPlan> {
  const { root, include, exclude } = settings.options;
  const filter = createTestExclude({ cwd: root, include, exclude });
  const plan: BuildPlan = { instrument: [], copy: [], unchanged: [], remove: [], files: new Map() };
  for await (const path of walk(settings.source, settings.out)) {
    const { size, mtimeMs } = await lstat(join(settings.source, path));
    const before = last.get(path);
    plan.files.set(path, { size, mtimeMs, hash: before?.hash });
    if (before?.size === size && before.mtimeMs === mtimeMs && (await exists(join(settings.out, path)))) {
      plan.unchanged.push(path);
    } else if (filter.shouldInstrument(join(settings.source, path))) plan.instrument.push(path);
    else plan.copy.push(path);
  }
  plan.remove = [...last.keys()].filter((path) => !plan.files.has(path));
  return plan;
}

/** Files and links below `directory`, as paths relative to it; `out` may lie within. */
async function* walk(directory: string, out: string): AsyncGenerator<string> {
  const pending = [directory];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const entries = await readdir(next, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(next, entry.name);
      if (!entry.isDirectory()) yield relative(directory, path).split(sep).join('/');
      else if (!LEFT_OUT.has(entry.name) && path !== out) pending.push(path);
    }
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    // Deleted by somebody since the last build: made again.
    return false;
  }
}
