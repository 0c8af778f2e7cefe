// Which functions a directory of coverage files calls live: asked of covd's own tool and, where `go` is installed, of
// the real `go tool covdata`, which must agree.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa, execaNode } from 'execa';
import { CLI } from './run-harness.js';
import { decodeSnapshot } from './snapshot.js';

const goVersion = execa('go', ['version'], { reject: false });

/** True where the real `go tool covdata` can be asked; tests say so in their log where it cannot. */
export async function hasGo(): Promise<boolean> {
  return !(await goVersion).failed;
}

/** Names of the live functions of the packages that match `pkg`, sorted. Fails if both tools do not agree. */
export async function listLiveFunctions(dir: string, pkg: string): Promise<string[]> {
  const ours = await execaNode(CLI, ['debugdump', '-i', dir, '--live', '--pkg', pkg]);
  const live = readFunctionNames(ours.stdout);
  if (await hasGo()) {
    const theirs = await execa('go', ['tool', 'covdata', 'debugdump', `-i=${dir}`, '-live', `-pkg=${pkg}`]);
    assert.deepEqual(readFunctionNames(theirs.stdout), live);
  }
  return live;
}

function readFunctionNames(dump: string): string[] {
  return [...dump.matchAll(/^Func: (.*)$/gm)].map(([, name]) => name ?? '').sort();
}

/** Names of the live functions of the one pod in `dir`, read by this process itself: fast, and fails if a file is damaged. */
export async function readLiveFunctions(dir: string): Promise<string[]> {
  const names = (await readdir(dir)).sort();
  const [counters, meta] = await Promise.all(names.map((name) => readFile(join(dir, name))));
  if (!counters || !meta) throw new Error(`read ${dir}: no pod found there`);
  return [...decodeSnapshot(meta, counters).keys()].map((key) => key.slice(key.indexOf(' ') + 1));
}
