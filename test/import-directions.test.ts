// The rooms of the source: client may import daemon, daemon may import instrument, never the other way, and nothing
// imports test. A folder says where its code runs, so an import against the direction would run code where it cannot.

import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import test from 'ava';
import { parseSync } from 'oxc-parser';

const ROOT = normalize(join(import.meta.dirname, '..', '..'));

/** Folder -> the folders that its files may import from. */
const ALLOWED: Record<string, readonly string[]> = {
  instrument: ['instrument'],
  daemon: ['daemon', 'instrument'],
  client: ['client', 'daemon', 'instrument'],
};

for (const [folder, allowed] of Object.entries(ALLOWED)) {
  test(`files of ${folder}/ import from ${allowed.join(', ')} only`, (t) => {
    const wrong = listImports(folder).filter(({ to }) => !allowed.includes(to.split(sep)[0] ?? ''));
    t.deepEqual(wrong, []);
  });
}

test('listImports finds the imports that are there', (t) => {
  const found = listImports('client').map(({ to }) => to);
  t.true(found.includes(join('daemon', 'ipc', 'protocol.js')));
});

/** Relative imports, re-exports and constant dynamic imports, as paths from the root. */
function listImports(folder: string): { from: string; to: string }[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const from = join(folder, name);
      return readSpecifiers(from)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => ({ from, to: normalize(join(from, '..', specifier)) }));
    });
}

function readSpecifiers(file: string): string[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  const { module } = parseSync(file, source);
  const exported = module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest));
  const constant = module.dynamicImports.map(({ moduleRequest: { start, end } }) => source.slice(start, end));
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...exported.flatMap((request) => (request ? [request.value] : [])),
    ...constant.flatMap((text) => (/^(['"]).*\1$/.test(text) ? [text.slice(1, -1)] : [])),
  ];
}
