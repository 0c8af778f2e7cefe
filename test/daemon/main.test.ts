// The daemon thread breaks: the program goes on as if nothing had been, but for one warning.

import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { temporaryDirectory } from '../temporary-directory.js';

const ROOT = join(import.meta.dirname, '../../..');
const FIXTURES = join(ROOT, 'test/fixtures/broken-daemon');

/** A program of its own folder: nothing under a folder named test is measured. */
function makeProgram(t: ExecutionContext) {
  const root = temporaryDirectory(t);
  copyFileSync(join(FIXTURES, 'app.mjs'), join(root, 'app.mjs'));
  return { root, dir: join(root, 'data') };
}

function runMeasured(root: string, preloads: string[], env: Record<string, string>) {
  const flags = [...preloads, join(ROOT, 'dist/instrument/register.cjs')].flatMap((path) => ['--require', path]);
  return execa('node', [...flags, join(root, 'app.mjs')], { reject: false, timeout: 60_000, cwd: root, env });
}

const survives = test.macro({
  exec: async (t, kind: string, { warning, ends }: { warning: RegExp; ends: boolean }) => {
    const { root, dir } = makeProgram(t);
    mkdirSync(dir);
    const env = { BREAK_DAEMON: kind, COVD_DIR: dir, COVD_FLUSH: '50', ...(ends && { OUTLIVE: '1' }) };
    const { stdout, stderr, exitCode } = await runMeasured(root, [join(FIXTURES, 'break.cjs')], env);
    t.deepEqual({ stdout, exitCode }, { stdout: 'worked 60 rounds', exitCode: 7 });
    t.regex(stderr, warning);
    t.is(stderr.match(/^covd: /gm)?.length, 1, stderr);
    const files = readdirSync(dir).filter((name) => !name.startsWith('tmp.'));
    if (!ends) t.is(files.length, 2);
  },
  title: (_, kind) => `a program survives a daemon thread that ${kind}`,
});
test('throws', survives, 'throws', { warning: /daemon thread.*: thrown inside the daemon$/m, ends: false });
test('exhausts', survives, 'exhausts', { warning: /daemon thread ended.*memory/m, ends: true });
test('stops', survives, 'stops', { warning: /daemon thread ended/m, ends: true });

test('covd ps says that the daemon thread of a running program has ended', async (t) => {
  const { root } = makeProgram(t);
  const env = { BREAK_DAEMON: 'stops', XDG_RUNTIME_DIR: root, ROUNDS: '100000' };
  const program = runMeasured(root, [join(FIXTURES, 'break.cjs')], env);
  // The mark stands before the warning is given.
  await new Promise<void>((resolve) => {
    program.stderr.on('data', (text) => String(text).includes('daemon thread ended') && resolve());
  });
  const { stdout } = await execa('node', [join(ROOT, 'dist/client/cli/main.js'), 'ps'], { env });
  t.regex(stdout, /daemon thread ended: ERR_DAEMON_GONE/);
  program.kill('SIGKILL');
  await program;
});

test('a program whose COVD_DIR is missing runs as plain, with one warning', async (t) => {
  const { root, dir } = makeProgram(t);
  const { stdout, stderr, exitCode } = await runMeasured(root, [], { COVD_DIR: dir, COVD_FLUSH: '50' });
  t.deepEqual({ stdout, exitCode }, { stdout: 'worked 60 rounds', exitCode: 7 });
  t.is(stderr, `covd: COVD_DIR ${dir}: no such file or directory, no coverage data emitted`);
});
