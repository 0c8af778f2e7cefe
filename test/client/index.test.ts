// The public door: what it offers is agreed upon in docs/api.txt.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'ava';
import { execaNode } from 'execa';

const ROOT = join(import.meta.dirname, '..', '..', '..');

test('index exports the names and signatures listed in docs/api.txt', async (t) => {
  const { stdout } = await execaNode(join(ROOT, 'scripts', 'api-listing.mjs'));
  const agreed = await readFile(join(ROOT, 'docs', 'api.txt'), 'utf8');
  t.deepEqual(stdout.trim().split('\n'), agreed.trim().split('\n'), 'run `npm run api` if the change is wanted');
});
