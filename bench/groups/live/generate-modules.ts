// Writes sources with a given number of counters. Runs in the benchmark's own process.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_ROOT } from '../../harness/paths.js';

const IFS_PER_FUNCTION = 23;
/** covd's, at granularity perblock: the function's entry, and for each if its arm and the way past it. */
const COUNTERS_PER_FUNCTION = 1 + 2 * IFS_PER_FUNCTION;
const FUNCTIONS_PER_MODULE = 20;

/** A folder relative to bench/, with a slash at the end, whose modules have about `counters` counters of covd's. */
export function generateModules(counters: number): string {
  const folder = `dist/generated/${counters}/`;
  const directory = join(BENCH_ROOT, folder);
  if (existsSync(directory)) return folder;
  mkdirSync(directory, { recursive: true });
  const modules = Math.max(1, Math.round(counters / (FUNCTIONS_PER_MODULE * COUNTERS_PER_FUNCTION)));
  for (let index = 0; index < modules; index++) writeFileSync(join(directory, `m${index}.cjs`), moduleText(index));
  return folder;
}

function moduleText(module: number): string {
  const functions = Array.from({ length: FUNCTIONS_PER_MODULE }, (_, index) => functionText(`f${module}_${index}`));
  return `'use strict';\n${functions.join('')}`;
}

function functionText(name: string): string {
  const arms = Array.from({ length: IFS_PER_FUNCTION }, (_, bit) => `  if (bits & ${2 ** bit}) sum += ${bit + 1};\n`);
  return `exports.${name} = function ${name}(bits) {\n  let sum = 0;\n${arms.join('')}  return sum;\n};\n`;
}
