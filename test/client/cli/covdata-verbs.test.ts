// Exit status, messages, JSON and help of the verbs over coverage files.

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { VECTORS } from '../../daemon/files/go-vectors.js';
import { temporaryDirectory } from '../../temporary-directory.js';

const COVD = fileURLToPath(new URL('../../../client/cli/main.js', import.meta.url));

/** Enough to fill a pipe. */
const VECTOR_LIST = Array(60).fill('a1').join();

/** Runs covd where the vectors lie, so that their names are short. */
function covd(...args: string[]) {
  return execa(process.execPath, [COVD, ...args], { cwd: VECTORS, reject: false });
}

interface Outcome {
  status: number;
  stderr: RegExp;
}

const ends = test.macro({
  title: (_, command: string, { status }: Outcome) => `covd ${command} exits with ${status}`,
  async exec(t: ExecutionContext, command: string, { status, stderr }: Outcome) {
    const result = await covd(...command.split(' '));
    t.is(result.exitCode, status, result.stderr);
    t.regex(result.stderr, stderr);
    t.is(result.stdout, '');
  },
});

test.serial(ends, 'percent', { status: 2, stderr: /^covd: select input directories with '-i' option$/ });
test.serial(ends, 'textfmt -i a1', { status: 2, stderr: /^covd: select output file name with '-o' option$/ });
test.serial(ends, 'textfmt -i a1 -o /nonexist/x', {
  status: 2,
  stderr: /open \/nonexist\/x: no such file or directory$/,
});
test.serial(ends, 'merge -i a1', { status: 2, stderr: /^covd: select output directory with '-o' option$/ });
test.serial(ends, 'merge -i a1,a2 -o a2', { status: 2, stderr: /^covd: output directory a2 is also an input/ });
test.serial(ends, 'merge -i a1 -o nonexist', {
  status: 1,
  stderr: /^covd: opening output meta-data file nonexist\/covmeta/,
});
test.serial(ends, 'subtract -i a1 -o /tmp', { status: 2, stderr: /found 1 input directory, wanted at least 2$/ });
test.serial(ends, 'merge -i a1 -o=', { status: 2, stderr: /^covd: select output directory with '-o' option$/ });
test.serial(ends, 'percent -i=', { status: 2, stderr: /^covd: select input directories with '-i' option$/ });
test.serial(ends, 'window open --nosuch name', { status: 2, stderr: /unknown option '--nosuch'/ });
test.serial(ends, 'percent -i a1 extra', { status: 2, stderr: /too many arguments/ });
test.serial(ends, 'percent -i nope', {
  status: 1,
  stderr: /^covd: reading inputs: open nope: no such file or directory$/,
});
test.serial(ends, 'percent -i s1,f1', {
  status: 1,
  stderr: /^covd: counter granularity clash while reading meta-data file/,
});
test.serial(ends, 'percent -i cli', { status: 0, stderr: /^warning: no applicable files found in input directories$/ });

test.serial('covd percent warns of a directory that is given twice', async (t) => {
  const { stderr } = await covd('percent', '-i', 'a1,a2,./a1');
  t.is(stderr, 'warning: input directory ./a1 is given twice: its counts are too');
});

const onFullDisk = existsSync('/dev/full') ? test.serial : test.skip;

onFullDisk('covd debugdump ends with 1 and the reason when stdout takes no more (needs /dev/full)', (t) => {
  const full = openSync('/dev/full', 'w');
  t.teardown(() => closeSync(full));
  const { status, stderr } = spawnSync(process.execPath, [COVD, 'debugdump', '-i', 'a1'], {
    cwd: VECTORS,
    encoding: 'utf8',
    stdio: ['ignore', full, 'pipe'],
  });
  t.is(status, 1);
  t.regex(stderr, /^covd: writing standard output: ENOSPC/);
});

test.serial('covd debugdump ends with 0 when its reader goes away', async (t) => {
  const child = execa(process.execPath, [COVD, 'debugdump', '-i', VECTOR_LIST], {
    cwd: VECTORS,
    reject: false,
    buffer: { stdout: false },
  });
  child.stdout.destroy();
  const { exitCode, stderr } = await child;
  t.is(exitCode, 0, stderr);
});

test.serial('covd percent --total ends with the figure over all packages', async (t) => {
  const { stdout } = await covd('percent', '-i=a1,a2', '--total');
  t.regex(stdout, /\n\ttotal\t\tcoverage: 96\.6% of statements$/);
});

test.serial('covd percent --pkg takes globs', async (t) => {
  t.is(
    (await covd('percent', '-i', 'a1', '--pkg', 'example.com/*/b*')).stdout,
    '\texample.com/mod/beta\t\tcoverage: 85.7% of statements',
  );
});

test.serial('covd percent --pkg= leaves nothing out', async (t) => {
  t.is((await covd('percent', '-i', 'a1', '--pkg=')).stdout, (await covd('percent', '-i', 'a1')).stdout);
});

for (const verb of ['textfmt', 'percent'])
  test.serial(`covd ${verb} -o that fails leaves what stood there, and no new file`, async (t) => {
    const directory = temporaryDirectory(t);
    const [old, other] = [join(directory, 'old.txt'), join(directory, 'new.txt')];
    writeFileSync(old, 'yesterday');
    for (const file of [old, other]) t.is((await covd(verb, '-i', 's1,f1', '-o', file)).exitCode, 1);
    t.is(readFileSync(old, 'utf8'), 'yesterday');
    t.deepEqual(readdirSync(directory), ['old.txt']);
  });

test.serial('covd textfmt -o replaces a longer file', async (t) => {
  const file = join(temporaryDirectory(t), 'profile.txt');
  writeFileSync(file, 'x'.repeat(100_000));
  await covd('textfmt', '-i', 'a1', '-o', file);
  t.is(readFileSync(file, 'utf8'), readFileSync(join(VECTORS, 'a1.textfmt.txt'), 'utf8'));
});

test.serial('covd --help ends with 0 when its reader goes away', async (t) => {
  const child = execa(process.execPath, [COVD, '--help'], { reject: false, buffer: { stdout: false } });
  child.stdout.destroy();
  const { exitCode, stderr } = await child;
  t.is(exitCode, 0, stderr);
});

test.serial('covd percent -o also writes the text format', async (t) => {
  const directory = temporaryDirectory(t);
  await covd('percent', '-i', 'a1', '-o', join(directory, 'profile.txt'));
  t.is(readFileSync(join(directory, 'profile.txt'), 'utf8'), readFileSync(join(VECTORS, 'a1.textfmt.txt'), 'utf8'));
});

const printsJson = test.macro({
  title: (_, verb: string) => `covd ${verb} --json prints one JSON value`,
  async exec(t: ExecutionContext, verb: string, expected: object) {
    const { stdout, stderr } = await covd(verb, '-i', 's1', '--json');
    t.is(stderr, '');
    t.like(JSON.parse(stdout), expected);
  },
});

test.serial(printsJson, 'percent', { total: { statements: 147, covered: 138 } });
test.serial(printsJson, 'pkglist', { packages: ['example.com/mod/alpha', 'example.com/mod/beta'] });
test.serial(printsJson, 'func', { functions: { 0: { name: 'First', line: 3, statements: 4, covered: 3 } } });
test.serial(printsJson, 'debugdump', { programs: { 0: { mode: 'set', granularity: 'perblock' } } });

test.serial('covd merge --json names the files it wrote', async (t) => {
  const output = temporaryDirectory(t);
  const { stdout } = await covd('merge', '-i', 'a1,o1', '-o', output, '--json');
  const { files } = JSON.parse(stdout) as { files: { metaFile: string; counterFile: string }[] };
  const names = files.flatMap(({ metaFile, counterFile }) => [metaFile, counterFile]).sort();
  t.deepEqual(
    names,
    readdirSync(output)
      .sort()
      .map((name) => join(output, name)),
  );
});

for (const verb of ['percent', 'pkglist', 'func', 'textfmt', 'debugdump', 'merge', 'subtract', 'intersect'])
  test.serial(`covd ${verb} --help shows an example`, async (t) => {
    const { stdout, exitCode } = await covd(verb, '--help');
    t.regex(stdout, new RegExp(`Example:\\n {2}\\$ covd ${verb} `));
    t.is(exitCode, 0);
  });
