// The socket folder: who may own it and who may enter it.

import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import {
  checkEndpointLength,
  createEndpointFolder,
  endpointFolder,
  pidOfEndpoint,
} from '../../../daemon/ipc/endpoint.js';
import { temporaryDirectory } from '../../temporary-directory.js';

const ENDPOINT = new URL('../../../daemon/ipc/endpoint.js', import.meta.url).href;

test.serial('createEndpointFolder makes a folder that only the user can enter, whatever the umask', (t) => {
  for (const umask of [0o000, 0o777]) {
    const folder = join(temporaryDirectory(t), 'covd');
    // Of no thread but the main one: ava's workers may not set it.
    const make = `import(process.argv[1]).then((m) => { process.umask(${umask}); m.createEndpointFolder(process.argv[2]) })`;
    execFileSync(process.execPath, ['-e', make, ENDPOINT, folder]);
    t.is(statSync(folder).mode & 0o777, 0o700);
    t.notThrows(() => createEndpointFolder(folder));
  }
});

test('createEndpointFolder makes no directory for the folder to lie in', (t) => {
  const parent = join(temporaryDirectory(t), 'a');
  t.throws(() => createEndpointFolder(join(parent, 'covd')), { code: 'ENOENT' });
  t.false(existsSync(parent));
});

test('checkEndpointLength refuses a path that the system would cut off', (t) => {
  t.notThrows(() => checkEndpointLength(`/${'a'.repeat(102)}`));
  t.throws(() => checkEndpointLength(`/${'ä'.repeat(60)}`), { code: 'ERR_UNSAFE_DIRECTORY', message: /of 121 bytes/ });
});

/** The folder under that XDG_RUNTIME_DIR. */
function folderUnder(t: ExecutionContext, runtime: string): string {
  const before = process.env.XDG_RUNTIME_DIR;
  t.teardown(() => {
    if (before === undefined) delete process.env.XDG_RUNTIME_DIR;
    else process.env.XDG_RUNTIME_DIR = before;
  });
  process.env.XDG_RUNTIME_DIR = runtime;
  return endpointFolder();
}

const PRIVATE = join(tmpdir(), `covd-${process.getuid?.()}`);

test.serial("endpointFolder lies in the user's XDG_RUNTIME_DIR", (t) => {
  const runtime = temporaryDirectory(t);
  t.is(folderUnder(t, runtime), join(runtime, 'covd'));
});

const foreign: Record<string, (path: string) => string> = {
  missing: (path) => join(path, 'none'),
  'a file': (path) => {
    writeFileSync(join(path, 'file'), '');
    return join(path, 'file');
  },
  relative: (path) => relative(process.cwd(), path),
  // Only root can give a directory to somebody else; the root directory is no other user's.
  "somebody else's": (path) => {
    if (process.getuid?.() !== 0) return '/';
    chownSync(path, 12_345, 0);
    return path;
  },
};
for (const [kind, make] of Object.entries(foreign)) {
  test.serial(`endpointFolder takes no XDG_RUNTIME_DIR that is ${kind}`, (t) => {
    t.is(folderUnder(t, make(temporaryDirectory(t))), PRIVATE);
  });
}

const refuses = test.macro({
  exec: (t, make: (folder: string) => void, message: RegExp) => {
    const folder = join(temporaryDirectory(t), 'covd');
    make(folder);
    t.throws(() => createEndpointFolder(folder), { code: 'ERR_UNSAFE_DIRECTORY', message });
  },
  title: (name) => `createEndpointFolder refuses ${name}`,
});

for (const mode of [0o710, 0o701, 0o770, 0o777]) {
  test(
    `a folder of mode 0${mode.toString(8)}`,
    refuses,
    (folder) => {
      mkdirSync(folder);
      chmodSync(folder, mode);
    },
    new RegExp(`mode 0${mode.toString(8)}, wanted mode 0700$`),
  );
}
test(
  'a symbolic link to a folder that is safe',
  refuses,
  (folder) => {
    mkdirSync(`${folder}-real`, { mode: 0o700 });
    symlinkSync(`${folder}-real`, folder);
  },
  /not a directory, wanted a directory$/,
);
test('a file', refuses, (folder) => writeFileSync(folder, '', { mode: 0o600 }), /not a directory/);

// Only root can give a folder to somebody else.
if (process.getuid?.() === 0) {
  test(
    "somebody else's folder",
    refuses,
    (folder) => {
      mkdirSync(folder, { mode: 0o700 });
      chownSync(folder, 12_345, 0);
    },
    /owned by uid 12345, wanted one owned by uid 0$/,
  );
}

test('pidOfEndpoint knows its own names only', (t) => {
  t.is(pidOfEndpoint('4711.sock'), 4711);
  for (const name of ['4711', 'x.sock', '.sock', '4711.sock.bak', '-1.sock']) t.is(pidOfEndpoint(name), undefined);
});
