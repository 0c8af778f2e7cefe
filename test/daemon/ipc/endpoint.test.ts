// The socket folder: who may own it and who may enter it.

import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { createEndpointFolder, pidOfEndpoint } from '../../../daemon/ipc/endpoint.js';
import { temporaryDirectory } from '../../temporary-directory.js';

test('createEndpointFolder makes a folder that only the user can enter', (t) => {
  const folder = join(temporaryDirectory(t), 'a', 'covd');
  createEndpointFolder(folder);
  t.is(statSync(folder).mode & 0o777, 0o700);
  t.notThrows(() => createEndpointFolder(folder));
});

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
