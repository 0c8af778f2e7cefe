// Entry of `npm run real-programs`: runs the main functions of popular packages plainly and measured, everything in
// node_modules instrumented, and compares what they print. Exits with 1 if anything differs.

import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH_ROOT, withScratch } from '../harness/paths.js';
import { runCommand } from '../harness/run-command.js';
import { covdAtomic, covdPerfunc, covdPerstmt, covdSet, plain, type Tool } from '../harness/tool.js';
import { nodeVersion } from '../report/machine.js';

const MEASURED = ['node_modules/', 'dist/real-programs/'];
const directory = join(BENCH_ROOT, 'dist/real-programs/programs');
const [node = process.execPath, ...only] = process.argv.slice(2);

console.log(`Node ${nodeVersion(node)}`);
const programs = readdirSync(directory).filter((name) => /\.[cm]js$/.test(name));
const wanted = programs.filter((name) => only.length === 0 || only.some((part) => name.startsWith(part)));
let differences = 0;
for (const name of wanted) differences += await withScratch((cache) => compare(name, cache));
console.log(`${wanted.length} programs, ${differences} differences`);
process.exitCode = differences > 0 ? 1 : 0;

async function compare(name: string, cache: string): Promise<number> {
  const expected = await outputOf(plain, name, cache);
  let count = 0;
  for (const tool of [covdAtomic, covdPerstmt, covdPerfunc, covdSet]) {
    const found = await outputOf(tool, name, cache);
    if (found === expected) continue;
    count++;
    console.log(`${name}: ${tool.name} differs from plain\n${firstDifference(expected, found)}`);
  }
  console.log(`${name}: ${expected.length} characters, ${count === 0 ? 'same' : `${count} differences`}`);
  return count;
}

async function outputOf(tool: Tool, name: string, cache: string): Promise<string> {
  return withScratch(async (scratch) => {
    mkdirSync(join(cache, 'store'), { recursive: true });
    const job = { node, program: join(directory, name), measured: MEASURED, scratch, cache: join(cache, 'store') };
    const command = tool.command({ ...job, env: { TZ: 'UTC' } });
    return runCommand(command).then(({ stdout, stderr }) => `${stdout}\n--- stderr\n${stderr}`, String);
  });
}

function firstDifference(expected: string, found: string): string {
  let index = 0;
  while (index < expected.length && expected[index] === found[index]) index++;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, index - 40), index + 400));
  return `  at ${index}\n  plain    ${around(expected)}\n  measured ${around(found)}`;
}
