// `node bench/covdata/main.mjs [--files N] [--rounds N]`: covd's tools against Go's on the same files, in turns, after
// `npm run build`. Prints covd's time over that of `go tool covdata` (below 1: covd is faster) and covd's peak memory.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeSample } from './write-sample.mjs';

const COVD = fileURLToPath(new URL('../../dist/client/cli/main.js', import.meta.url));
const { values } = parseArgs({
  options: { files: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '3' } },
});
const files = Number(values.files);
const rounds = Number(values.rounds);
const root = mkdtempSync(join(tmpdir(), 'covd-bench-'));

try {
  const goTool = findGoTool();
  console.log(
    `${process.platform} ${process.arch}, Node ${process.versions.node}, ${goTool ? goTool.version : 'no Go'}`,
  );
  const few = sample('few', Math.min(files, 200));
  const many = files === Math.min(files, 200) ? few : sample('many', files);
  for (const row of [
    { verb: 'merge', input: many, flags: () => ['-o', freshDirectory()] },
    { verb: 'percent', input: few, flags: () => [] },
    { verb: 'textfmt', input: few, flags: () => ['-o', join(freshDirectory(), 'profile.txt')] },
    { verb: 'func', input: few, flags: () => [] },
  ])
    compare(row, goTool);
} finally {
  rmSync(root, { recursive: true, force: true });
}

function sample(name, count) {
  const directory = join(root, name);
  writeSample(directory, { files: count, counters: 200_000 });
  return { directory, count };
}

/** The tool itself, so that the `go` command's own start is not counted. */
function findGoTool() {
  const { status, stdout } = spawnSync('go', ['tool', '-n', 'covdata'], { encoding: 'utf8' });
  const path = stdout?.trim();
  if (status !== 0 || !existsSync(path)) return undefined;
  return { path, version: spawnSync('go', ['version'], { encoding: 'utf8' }).stdout.trim() };
}

function compare({ verb, input, flags }, goTool) {
  const own = [];
  const theirs = [];
  let memory = 0;
  for (let round = 0; round < rounds; round++) {
    if (goTool) theirs.push(run(goTool.path, [verb, `-i=${input.directory}`, ...flags()]).seconds);
    const measured = run(process.execPath, [COVD, verb, '-i', input.directory, ...flags()]);
    own.push(measured.seconds);
    memory = Math.max(memory, measured.mebibytes);
  }
  const ratio = goTool ? `${(median(own) / median(theirs)).toFixed(2)} times Go's time` : "Go's tool is not here";
  console.log(`${verb} of ${input.count} files: ${ratio} (${median(own).toFixed(2)} s), at most ${memory} MiB`);
}

/** Seconds, and the peak of resident memory where GNU time is there to tell. */
function run(command, args) {
  const timer = existsSync('/usr/bin/time');
  const start = performance.now();
  const options = { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] };
  const child = timer
    ? spawnSync('/usr/bin/time', ['-f', '%M', command, ...args], options)
    : spawnSync(command, args, options);
  const seconds = (performance.now() - start) / 1000;
  if (child.status !== 0) throw new Error(`run ${command} ${args.join(' ')}: status ${child.status}: ${child.stderr}`);
  return { seconds, mebibytes: timer ? Math.round(Number(child.stderr.trim().split('\n').at(-1)) / 1024) : 0 };
}

function freshDirectory() {
  const directory = mkdtempSync(join(root, 'out-'));
  mkdirSync(directory, { recursive: true });
  return directory;
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
