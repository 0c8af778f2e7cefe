// findProcesses over a socket folder with live, silent, dead and foreign entries. The folder is named by the
// environment of this test's own process, so these tests run one after another.

import { once } from 'node:events';
import { access, chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { execaNode } from 'execa';
import { findOnlyProcess, findProcesses } from '../../../client/discovery/find-processes.js';
import { endpointPath } from '../../../daemon/ipc/endpoint.js';
import { encodeFrame, FrameDecoder } from '../../../daemon/ipc/frame-codec.js';
import { PROTOCOL_VERSION } from '../../../daemon/ipc/protocol.js';
import { temporaryDirectory } from '../../temporary-directory.js';

test.serial('findProcesses lists nobody where the folder is missing', async (t) => {
  useRuntimeFolder(t);
  t.deepEqual(await findProcesses(), []);
});

test.serial('findProcesses lists the processes that answer, by pid, with their status', async (t) => {
  await useSocketFolder(t);
  await serve(t, 12);
  await serve(t, 7);
  const found = await findProcesses();
  t.deepEqual(
    found.map(({ pid, socket, status }) => [pid, socket, status?.pid]),
    [
      [7, endpointPath(7), 7],
      [12, endpointPath(12), 12],
    ],
  );
});

test.serial('findProcesses removes a socket that a killed process left behind', async (t) => {
  await useSocketFolder(t);
  const path = endpointPath(4711);
  const program = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  await execaNode('-e', [program], { reject: false });
  await access(path);
  t.deepEqual(await findProcesses(), []);
  await t.throwsAsync(access(path), { code: 'ENOENT' });
});

test.serial('findProcesses leaves files that are no endpoints alone', async (t) => {
  const folder = await useSocketFolder(t);
  await writeFile(join(folder, 'notes.txt'), '');
  t.deepEqual(await findProcesses(), []);
  await t.notThrowsAsync(access(join(folder, 'notes.txt')));
});

test.serial('findProcesses lists a process of another protocol version with the reason', async (t) => {
  await useSocketFolder(t);
  await serve(t, 9, PROTOCOL_VERSION + 1);
  const [only] = await findProcesses();
  t.is(only?.status, undefined);
  t.is(only?.problem?.code, 'ERR_PROTOCOL');
});

test.serial('findProcesses refuses a folder that is open to others', async (t) => {
  const folder = await useSocketFolder(t);
  await chmod(folder, 0o755);
  await t.throwsAsync(findProcesses(), { code: 'ERR_UNSAFE_DIRECTORY', message: /mode 0755, wanted mode 0700/ });
});

test.serial('findProcesses refuses a folder that is a symbolic link', async (t) => {
  const runtime = useRuntimeFolder(t);
  await mkdir(join(runtime, 'elsewhere'), { mode: 0o700 });
  await symlink(join(runtime, 'elsewhere'), join(runtime, 'covd'));
  await t.throwsAsync(findProcesses(), { code: 'ERR_UNSAFE_DIRECTORY' });
});

test.serial('findOnlyProcess rejects with ERR_NO_PROCESS when there is none', async (t) => {
  await useSocketFolder(t);
  await t.throwsAsync(findOnlyProcess(), { code: 'ERR_NO_PROCESS' });
});

test.serial('findOnlyProcess lists the candidates when there are several', async (t) => {
  await useSocketFolder(t);
  await serve(t, 7);
  await serve(t, 12);
  await t.throwsAsync(findOnlyProcess(), { code: 'ERR_AMBIGUOUS_PROCESS', message: /\n {2}7 {2}node a\.js\n {2}12 / });
});

/** A fresh XDG_RUNTIME_DIR for this process, without covd's folder in it. */
function useRuntimeFolder(t: ExecutionContext): string {
  const before = process.env.XDG_RUNTIME_DIR;
  const folder = temporaryDirectory(t);
  process.env.XDG_RUNTIME_DIR = folder;
  t.teardown(() => {
    if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
    else process.env.XDG_RUNTIME_DIR = before;
  });
  return folder;
}

async function useSocketFolder(t: ExecutionContext): Promise<string> {
  const folder = join(useRuntimeFolder(t), 'covd');
  await mkdir(folder, { mode: 0o700 });
  return folder;
}

/** A daemon that answers every request with a status. */
async function serve(t: ExecutionContext, pid: number, protocol = PROTOCOL_VERSION): Promise<void> {
  const sockets = new Set<Socket>();
  const about = { pid, mode: 'atomic', granularity: 'perblock', argv: ['node', 'a.js'] };
  const server = createServer((socket) => {
    const decoder = new FrameDecoder();
    sockets.add(socket.on('error', () => {}));
    socket.write(encodeFrame({ type: 'hello', protocol, ...about }));
    socket.on('data', (bytes) => {
      for (const { type, id } of decoder.push(bytes) as { type: string; id: number }[]) {
        if (type === 'request') socket.write(encodeFrame({ type: 'response', id, ok: true, result: about }));
      }
    });
  });
  server.listen(endpointPath(pid));
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
}
