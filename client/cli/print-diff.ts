// What `covd diff` does; loaded when it runs, so that the other verbs do not wait for Istanbul's libraries. Runs in the CLI
// process.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CoverageInputs } from '../covdata/read-programs.js';
import { buildDiff, type CoverageDiff } from '../report/diff/build-diff.js';
import { toDiffJson } from '../report/diff/diff-json.js';
import { formatDiffPage } from '../report/diff/diff-page.js';
import { formatDiff } from '../report/diff/diff-text.js';
import type { Side } from '../report/diff/line-marks.js';
import { readPackages } from '../report/read-packages.js';
import { printChunks, printJson } from './standard-output.js';

export interface DiffRequest {
  /** What reports call the two sides. */
  names: { a: string; b: string };
  inputs: { a: CoverageInputs; b: CoverageInputs };
  /** Where to look for sources. Absolute. */
  directories: readonly string[];
  /** Sections of the text; undefined: all but neither. */
  sides: readonly Side[] | undefined;
  /** A file whose name ends in .html, or a directory; undefined: no page. */
  output: string | undefined;
  json: boolean;
}

/** Prints JSON, or text unless a page is written; notes on stderr. */
export async function printDiff({ names, inputs, ...request }: DiffRequest): Promise<void> {
  const a = { name: names.a, ...(await readPackages(inputs.a)) };
  const b = { name: names.b, ...(await readPackages(inputs.b)) };
  const diff = await buildDiff(a, b, request.directories);
  const sides = request.sides ?? ['onlyA', 'onlyB', 'both'];
  if (request.output !== undefined) await writePage(request.output, diff);
  if (request.json) await printJson(toDiffJson(diff));
  else if (request.output === undefined) await printChunks([formatDiff(diff, { root: process.cwd(), sides })]);
  for (const note of diff.notes) console.error(`note: ${note}`);
}

async function writePage(output: string, diff: CoverageDiff): Promise<void> {
  const path = output.endsWith('.html') ? resolve(output) : join(resolve(output), 'index.html');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, formatDiffPage(diff, { root: process.cwd() }));
}
