// Counts of an older source, carried over to a newer one.

import test from 'ava';
import type { PackageVersion } from '../../../client/covdata/combine-programs.js';
import { matchVersions } from '../../../client/covdata/match-versions.js';

interface VersionSpec {
  sourceHash: string;
  /** Text hashes, names (undefined: a literal), first lines and counts of functions with one unit each. */
  functions: [text: string, name: string | undefined, line: number, count: number | undefined][];
  newest: bigint;
}

function version({ sourceHash, functions, newest }: VersionSpec): PackageVersion {
  return {
    pkg: {
      name: 'a.js',
      path: 'app/a.js',
      modulePath: 'app',
      functions: functions.map(([, name, line]) => ({
        name: name ?? `func.L${line}.C1`,
        file: 'app/a.js',
        literal: name === undefined,
        units: [[line, 1, line, 9, 1]],
      })),
    },
    module: { file: '/nowhere/a.js', sourceHash, skeleton: undefined, functionHashes: functions.map(([text]) => text) },
    counters: functions.map(([, , , count]) => (count === undefined ? undefined : Uint32Array.of(count))),
    newest,
  };
}

const counts = ({ counters }: PackageVersion) => counters.map((values) => values?.[0]);

test('matchVersions carries counts over to functions whose lines have moved', async (t) => {
  const old = version({
    sourceHash: 'old',
    functions: [
      ['t1', 'f', 1, 5],
      ['t2', undefined, 3, 7],
    ],
    newest: 1n,
  });
  const today = version({
    sourceHash: 'new',
    functions: [
      ['t9', 'added', 1, 1],
      ['t1', 'f', 4, 2],
      ['t2', undefined, 8, undefined],
    ],
    newest: 2n,
  });
  const { versions, unmatched } = await matchVersions([old, today]);
  t.deepEqual(versions.map(counts), [
    [undefined, 5, 7],
    [1, 2, undefined],
  ]);
  t.true(versions.every(({ pkg }) => pkg === today.pkg));
  t.deepEqual(unmatched, []);
});

test('matchVersions lists functions that ran and whose text has changed', async (t) => {
  const old = version({
    sourceHash: 'old',
    functions: [
      ['t1', 'f', 1, 5],
      ['t2', 'never', 3, undefined],
    ],
    newest: 1n,
  });
  const today = version({ sourceHash: 'new', functions: [['changed', 'f', 1, undefined]], newest: 2n });
  const { unmatched } = await matchVersions([today, old]);
  t.deepEqual(unmatched, [{ package: 'app/a.js', name: 'f', line: 1 }]);
});

test('matchVersions does not guess between equal texts whose number has changed', async (t) => {
  const old = version({
    sourceHash: 'old',
    functions: [
      ['t', undefined, 1, 5],
      ['t', undefined, 2, 6],
    ],
    newest: 1n,
  });
  const today = version({ sourceHash: 'new', functions: [['t', undefined, 9, undefined]], newest: 2n });
  const { versions, unmatched } = await matchVersions([old, today]);
  t.deepEqual(versions.map(counts), [[undefined], [undefined]]);
  t.deepEqual(
    unmatched.map(({ name }) => name),
    ['func.L1.C1', 'func.L2.C1'],
  );
});

test('matchVersions leaves versions of one source as they are', async (t) => {
  const same = [1n, 2n].map((newest) => version({ sourceHash: 'same', functions: [['t1', 'f', 1, 5]], newest }));
  t.deepEqual((await matchVersions(same)).versions, same as [PackageVersion, PackageVersion]);
});

test('matchVersions leaves versions alone when one says nothing of its texts', async (t) => {
  const old = version({ sourceHash: 'old', functions: [['t1', 'f', 1, 5]], newest: 1n });
  const go = { ...version({ sourceHash: 'new', functions: [['t1', 'f', 4, 5]], newest: 2n }), module: undefined };
  t.deepEqual((await matchVersions([old, go])).versions, [old, go]);
});
