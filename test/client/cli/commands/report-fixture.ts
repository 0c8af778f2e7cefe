// Two pods of one program, as `covd report` and `covd diff` get them, and a way to run these.

import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { execaNode } from 'execa';
import { measureProgram, writePod, writeSources } from '../../report/measure-program.js';
import { drainQueue, fillQueue, SOURCES } from '../../report/programs.js';

const MAIN = fileURLToPath(new URL('../../../../client/cli/main.js', import.meta.url));

export interface Fixture {
  root: string;
  a: string;
  b: string;
}

/** A program's sources, and its pods of two drives. */
export async function makeFixture(t: ExecutionContext, changes: Record<string, string> = {}): Promise<Fixture> {
  const root = await writeSources(t, { ...SOURCES, ...changes });
  const [a, b] = [fillQueue, drainQueue].map((drive) => writePod(t, measureProgram({ root, sources: SOURCES, drive })));
  return { root, a: (await a) ?? '', b: (await b) ?? '' };
}

/** Runs the command line in a process of its own. */
export function covd(cwd: string, ...args: string[]) {
  return execaNode(MAIN, args, { cwd, reject: false });
}
