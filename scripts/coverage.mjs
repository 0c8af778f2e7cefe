// npm run coverage: covd measures its own tests. The unit tests of client/ and daemon/ run under `covd run`; the programs
// that the process tests measure hand their data up (COVD_TEST_COVERAGE, see test/harness/run-harness.ts); all of it
// becomes one report.

import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execaNode } from 'execa';

const ROOT = join(import.meta.dirname, '..');
const COVD = join(ROOT, 'dist', 'client', 'cli', 'main.js');
const AVA = join(ROOT, 'node_modules', 'ava', 'entrypoints', 'cli.mjs');
const DATA = join(ROOT, 'coverage', 'data');
const REPORT = join(ROOT, 'coverage', 'report');

/** Folders of dist/test whose tests start no measured process of their own. */
const UNIT_TESTS = [
  'client/connect',
  'client/writer',
  'client/covdata',
  'daemon/emit',
  'daemon/files',
  'daemon/ipc',
  'daemon/totals',
  'daemon/windows',
];
const PROCESS_TESTS = ['harness/harness', 'harness/harness-workers', 'harness/harness-remote'];

await rm(join(ROOT, 'coverage'), { recursive: true, force: true });
await mkdir(DATA, { recursive: true });
const units = UNIT_TESTS.map((folder) => `dist/test/${folder}/**/*.test.js`);
await run(
  COVD,
  'run',
  '--dir',
  DATA,
  '--include',
  'dist/client/**',
  '--include',
  'dist/daemon/**',
  '--',
  process.execPath,
  AVA,
  ...units,
  '!**/go-judge.test.js',
);
await run(AVA, ...PROCESS_TESTS.map((name) => `dist/test/${name}.test.js`));
console.log(`${(await readdir(DATA)).length} files of coverage data`);
await run(COVD, 'report', '-i', DATA, '-o', REPORT, '--reporter', 'html', '--reporter', 'text-summary');

/** A test that fails does not keep the report away, but its exit status stays. */
async function run(file, ...args) {
  const { exitCode } = await execaNode(file, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { COVD_TEST_COVERAGE: DATA },
    reject: false,
  });
  if (exitCode !== 0) process.exitCode = exitCode ?? 1;
}
