// npm run demo: starts the text service in examples/server under `covd run` and asks it, while it runs, which of its
// functions have run. Twice: once while it serves one route only, and once while its main thread is stuck in a long
// computation and answers nobody. Exits with 1 if an answer is not what it should be.

import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execaNode } from 'execa';

const COVD = fileURLToPath(new URL('../dist/client/cli/main.js', import.meta.url));
const SERVER = fileURLToPath(new URL('server/server.js', import.meta.url));
const TEXT = 'The quick brown foxes jump over the lazy dogs while the cats watch the foxes and the dogs sleep. '.repeat(
  40,
);

/** Rows that keep GET /export busy for some seconds. */
const LONG_EXPORT_ROWS = 8_000_000;

const folder = await mkdtemp(join(tmpdir(), 'covd-demo-'));
const service = await startService();
try {
  await warmUp();
  await showOneRoute();
  await showBlockedMainThread();
} finally {
  service.process.kill('SIGTERM');
  await service.process;
  await rm(folder, { recursive: true });
}

async function startService() {
  const args = ['run', '--dir', join(folder, 'at-exit'), '--', process.execPath, SERVER];
  console.log('$ covd run --dir at-exit -- node examples/server/server.js');
  const running = execaNode(COVD, args, {
    env: { PORT: '0' },
    stdout: ['pipe', 'inherit'],
    stderr: 'inherit',
    reject: false,
  });
  const [line] = await once(createInterface(running.stdout), 'line');
  const [, url, pid] = /(http:\S+) \(pid (\d+)\)/.exec(line);
  return { process: running, url, pid };
}

async function warmUp() {
  await get('/health');
  await post('/keywords', { text: TEXT });
  await post('/compare', { a: 'kitten', b: 'sitting' });
  await post('/compare', { a: 'no b' });
  await get('/export');
  await get('/nowhere');
  console.log('warmed up: every route has been requested, and so have some errors');
}

/** First window: one route is requested over and over while the counters are cleared and read. */
async function showOneRoute() {
  console.log('\n--- window 1: only POST /compare is requested, and the service goes on serving ---\n');
  await covd('clear', '--pid', service.pid);
  const traffic = startTraffic(() => post('/compare', { a: TEXT.slice(0, 400), b: TEXT.slice(20, 420) }));
  await traffic.firstAnswer;
  const dir = await emitTo('window-1');
  console.log(`(${await traffic.stop()} requests answered in the meantime)\n`);
  await showFunctions(dir, {
    ran: ['compareTexts', 'measureDistance', 'nextRow'],
    idle: ['findKeywords', 'extractKeywords', 'countWords', 'exportLog', 'showHealth'],
  });
}

/** Second window: GET /export computes on the main thread; requests are left unanswered, covd is not. */
async function showBlockedMainThread() {
  console.log('\n--- window 2: GET /export keeps the main thread busy, and nobody is served ---\n');
  const { rows } = await get('/export');
  await covd('clear', '--pid', service.pid);
  let isDone = false;
  const exported = get(`/export?copies=${Math.ceil(LONG_EXPORT_ROWS / rows)}`).finally(() => {
    isDone = true;
  });
  const dir = await emitUntil((functions) => isDone || hasRun(functions, 'exportLog'));
  expect(!isDone, 'the main thread was still stuck when covd had answered');
  await showFunctions(dir, {
    ran: ['exportLog', 'formatRow', 'addToChecksum'],
    idle: ['compareTexts', 'measureDistance', 'findKeywords', 'showHealth'],
  });
  console.log(`\nlater, the service answered GET /export: ${JSON.stringify(await exported)}`);
}

/** Emits until a snapshot is the wanted one: the request needs a moment to reach its route. */
async function emitUntil(isWanted) {
  for (let turn = 1; ; turn++) {
    const dir = await emitTo(`window-2.${turn}`);
    if (isWanted(await listFunctions(dir))) return dir;
  }
}

async function emitTo(name) {
  const dir = join(folder, name);
  await mkdir(dir);
  await covd('emit', '--pid', service.pid, '--dir', dir);
  return dir;
}

/** Prints which functions of the service ran in the window, and which did not. */
async function showFunctions(dir, { ran, idle }) {
  const functions = await listFunctions(dir);
  for (const title of ['ran', 'did not run']) {
    console.log(`${title}:`);
    for (const { name, file, line, covered, statements } of functions) {
      if (covered > 0 !== (title === 'ran')) continue;
      console.log(`  ${name.padEnd(18)} ${`${covered}/${statements}`.padStart(6)} statements   ${file}:${line}`);
    }
  }
  expect(
    ran.every((name) => hasRun(functions, name)),
    `${ran.join(', ')} ran`,
  );
  expect(!idle.some((name) => hasRun(functions, name)), `${idle.join(', ')} did not`);
}

function hasRun(functions, name) {
  return functions.some((fn) => fn.name === name && fn.covered > 0);
}

async function listFunctions(dir) {
  const { stdout } = await execaNode(COVD, ['func', '-i', dir, '--pkg', 'text-service/...', '--json']);
  return JSON.parse(stdout).functions.filter(({ name }) => name !== '<module>');
}

async function covd(...args) {
  console.log(`$ covd ${args.map((arg) => arg.replace(`${folder}/`, '')).join(' ')}`);
  await execaNode(COVD, args);
}

function expect(isTrue, sentence) {
  console.log(`${isTrue ? 'as expected' : 'NOT AS EXPECTED'}: ${sentence}`);
  if (!isTrue) process.exitCode = 1;
}

/** Sends one request after another until it is told to stop, which gives the number of answers. */
function startTraffic(send) {
  let answers = 0;
  let isOn = true;
  const firstAnswer = send();
  const all = firstAnswer.then(async () => {
    for (answers = 1; isOn; answers++) await send();
    return answers;
  });
  const stop = () => {
    isOn = false;
    return all;
  };
  return { firstAnswer, stop };
}

async function get(path) {
  return (await fetch(`${service.url}${path}`)).json();
}

async function post(path, body) {
  return (await fetch(`${service.url}${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
}
