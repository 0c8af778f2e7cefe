// `covd run`: the command's own output and end, what it is given, and what a signal does.

import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { execa, execaNode } from 'execa';
import { connect } from '../../../../client/index.js';
import { readLiveFunctions } from '../../../harness/judge.js';
import {
  CLI,
  createScratch,
  FIXTURES,
  PACKAGE_ROOT,
  REGISTER,
  type Scratch,
  waitForLines,
} from '../../../harness/run-harness.js';

const CHILDREN = join(FIXTURES, 'children');

const endLikeCommand = test.macro({
  exec: async (t, end: string, wanted: { exitCode?: number; signal?: string }) => {
    const scratch = createScratch(t);
    const { exitCode, signal, stdout, stderr } = await run(scratch, ['node', join(CHILDREN, 'exit-with.mjs'), end]);
    t.deepEqual(
      { exitCode, signal, stdout, stderr },
      { exitCode: undefined, signal: undefined, ...wanted, stdout: 'out', stderr: 'err' },
    );
  },
  title: (_, end) => `run ends as its command does, with ${end}`,
});

test.serial(endLikeCommand, '0', { exitCode: 0 });
test.serial(endLikeCommand, '3', { exitCode: 3 });
test.serial(endLikeCommand, 'SIGTERM', { signal: 'SIGTERM' });
test.serial(endLikeCommand, 'SIGKILL', { signal: 'SIGKILL' });

test.serial('run makes its directory and leaves one pod of a measured program there', async (t) => {
  const scratch = createScratch(t);
  const dir = join(scratch.dir, 'a', 'b');
  await run(scratch, ['node', join(CHILDREN, 'exit-with.mjs'), '0'], ['--dir', dir]);
  t.true((await readLiveFunctions(dir)).includes('say'));
});

test.serial(
  'a file that cannot be instrumented is loaded as it is, named once on stderr, and noted by report',
  async (t) => {
    const scratch = createScratch(t);
    const { stdout, stderr, exitCode } = await run(scratch, ['node', join(CHILDREN, 'load-broken.cjs')]);
    const broken = join(CHILDREN, 'broken.cjs');
    t.deepEqual({ stdout, exitCode }, { stdout: 'SyntaxError SyntaxError', exitCode: 0 });
    t.is(stderr, `covd: not measured: ${broken}: parse ${broken}:2:9: Unexpected token`);
    const { stderr: notes, stdout: report } = await execa('node', [CLI, 'report', '-i', scratch.dir, '--json']);
    t.is(notes, `note: ${broken}: not measured: parse ${broken}:2:9: Unexpected token`);
    t.true(JSON.parse(report).notes.includes(notes.slice('note: '.length)));
  },
);

test.serial('run measures a file that has changed, of a program that is just importing what covd uses', async (t) => {
  const scratch = createScratch(t);
  const root = await createProgram(scratch);
  await run(scratch, ['node', join(root, 'app.mjs')], ['--dir', join(root, 'before')], { COVD_ROOT: root });
  await writeFile(join(root, 'part.mjs'), 'export function changed() {}\nchanged();');
  const { stderr } = await run(scratch, ['node', join(root, 'app.mjs')], [], { COVD_ROOT: root });
  t.is(stderr, '');
  t.true((await readLiveFunctions(scratch.dir)).includes('changed'));
});

/** Imports covd and packages that its instrumenter is made of, and then a file of its own. */
async function createProgram({ runtime }: Scratch): Promise<string> {
  const root = join(runtime, 'program');
  await mkdir(join(root, 'node_modules'), { recursive: true });
  await symlink(PACKAGE_ROOT, join(root, 'node_modules', 'covd'));
  for (const name of ['magic-string', 'oxc-parser'])
    await symlink(join(PACKAGE_ROOT, 'node_modules', name), join(root, 'node_modules', name));
  const imports = ['covd', 'magic-string', 'oxc-parser', './part.mjs'].map((name) => `import '${name}';`);
  await writeFile(join(root, 'app.mjs'), imports.join('\n'));
  await writeFile(join(root, 'part.mjs'), 'export function first() {}');
  return root;
}

test.serial('run measures what a shell starts', async (t) => {
  const scratch = createScratch(t);
  const { exitCode } = await run(scratch, ['sh', '-c', `node ${join(CHILDREN, 'exit-with.mjs')} 7`]);
  t.is(exitCode, 7);
  t.is((await readdir(scratch.dir)).length, 2);
});

test.serial('run hands its options to the command by the environment, and keeps its NODE_OPTIONS', async (t) => {
  const scratch = createScratch(t);
  const options = [
    '--mode',
    'set',
    '--granularity',
    'perfunc',
    '--flush',
    '0',
    '--include',
    'a',
    '--include',
    'b',
    '--exclude',
    'c',
  ];
  const { stdout } = await run(scratch, ['node', join(CHILDREN, 'say-options.mjs')], options, {
    NODE_OPTIONS: '--max-old-space-size=500',
  });
  t.deepEqual(JSON.parse(stdout), {
    NODE_OPTIONS: `--require ${REGISTER} --max-old-space-size=500`,
    COVD_MODE: 'set',
    COVD_GRANULARITY: 'perfunc',
    COVD_FLUSH: '0',
    COVD_INCLUDE: '["a","b"]',
    COVD_EXCLUDE: '["c"]',
  });
});

test.serial('run says when there is no such command', async (t) => {
  const { exitCode, stderr } = await run(createScratch(t), ['covd-no-such-command']);
  t.is(exitCode, 1);
  t.is(stderr, 'covd: run covd-no-such-command: command not found');
});

const refuse = test.macro({
  exec: async (t, args: string[], message: RegExp) => {
    const { exitCode, stderr } = await execaNode(CLI, ['run', ...args], { reject: false });
    t.is(exitCode, 2);
    t.regex(stderr, message);
  },
  title: (_, args: string[]) => `run refuses wrong usage: ${args.join(' ') || 'nothing at all'}`,
});

test.serial(refuse, [], /missing required argument 'command'/);
test.serial(refuse, ['--mode', 'exact', '--', 'node'], /Allowed choices are set, count, atomic/);
test.serial(refuse, ['--flush', 'often', '--', 'node'], /wanted a whole number of milliseconds/);

const passSignal = test.macro({
  exec: async (t, signal: NodeJS.Signals) => {
    const scratch = createScratch(t);
    // No periodic flush: what is there afterwards was written because of the signal.
    const running = start(scratch, ['node', join(FIXTURES, 'endings', 'spin-until-signal.mjs')], ['--flush', '0']);
    await waitForLines(running, 1);
    await waitForDaemon(scratch);
    running.kill(signal);
    t.is((await running).signal, signal);
    t.true((await readLiveFunctions(scratch.dir)).includes('work'));
  },
  title: (_, signal) => `run brings the files up to date before it passes ${signal} on`,
});

/** The command has printed its line; its daemon thread may still be starting. */
async function waitForDaemon({ runtime }: Scratch) {
  const folder = join(runtime, 'covd');
  let [socket] = await readdir(folder).catch(() => []);
  while (!socket) [socket] = await readdir(folder).catch(() => []);
  await using client = await connect(join(folder, socket), { waitMs: 60_000 });
  await client.status();
}

test.serial(passSignal, 'SIGTERM');
test.serial(passSignal, 'SIGINT');

test.serial('run leaves it to the command what a signal does', async (t) => {
  const scratch = createScratch(t);
  const running = start(scratch, ['node', join(FIXTURES, 'endings', 'handle-signal.mjs')]);
  await waitForLines(running, 1);
  running.kill('SIGTERM');
  const { exitCode, stdout } = await running;
  t.is(exitCode, 0);
  t.regex(stdout, /handled$/);
});

test.serial('run --all lists the functions of files that were never loaded, at zero', async (t) => {
  const scratch = createScratch(t);
  const root = join(FIXTURES, 'all');
  await run(scratch, ['node', join(root, 'loaded.mjs')], ['--all'], { COVD_ROOT: root });
  const { stdout } = await execaNode(CLI, ['func', '-i', scratch.dir, '--json']);
  const { functions } = JSON.parse(stdout) as { functions: { name: string; percent: number }[] };
  const named = functions.filter(({ name }) => name !== '<module>');
  t.deepEqual(
    named.map(({ name, percent }) => [name, percent]),
    [
      ['loaded', 100],
      ['neverLoaded', 0],
    ],
  );
});

test.serial('run works through npm', async (t) => {
  const scratch = createScratch(t);
  const { stdout } = await run(scratch, [
    'npm',
    'exec',
    '--silent',
    '--',
    'node',
    join(CHILDREN, 'exit-with.mjs'),
    '0',
  ]);
  t.is(stdout, 'out');
  t.true((await readLiveFunctions(scratch.dir)).includes('say'));
});

type Command = readonly string[];

async function run(scratch: Scratch, command: Command, options: string[] = [], env: NodeJS.ProcessEnv = {}) {
  const { exitCode, signal, stdout, stderr } = await start(scratch, command, options, env);
  return { exitCode, signal, stdout, stderr };
}

function start({ runtime, dir }: Scratch, command: Command, options: string[] = [], env: NodeJS.ProcessEnv = {}) {
  const outer = Object.entries(process.env).filter(([name]) => !name.startsWith('COVD_') && name !== 'NODE_OPTIONS');
  return execa(process.execPath, [CLI, 'run', '--dir', dir, ...options, '--', ...command], {
    env: { ...Object.fromEntries(outer), XDG_RUNTIME_DIR: runtime, COVD_ROOT: FIXTURES, ...env },
    extendEnv: false,
    reject: false,
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
}
