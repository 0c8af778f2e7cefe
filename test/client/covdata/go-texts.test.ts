// What Go's own tool printed for the vectors, compared character by character.

import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { debugDump } from '../../../client/covdata/debug-dump.js';
import { formatFunctionRows, functionRows, goFunctionRows } from '../../../client/covdata/function-rows.js';
import { formatPercent, packageTotals } from '../../../client/covdata/percent.js';
import { readProfile } from '../../../client/covdata/read-profile.js';
import { formatTextProfile } from '../../../client/covdata/text-format.js';
import { VECTORS } from '../../daemon/files/go-vectors.js';
import { expectedText, TEXT_VECTORS, vectorInputs } from './expected-texts.js';

type Profile = NonNullable<Awaited<ReturnType<typeof readProfile>>>;

const printsAsGo = test.macro({
  title: (_, verb: string, directory: string) => `${verb} prints what Go's tool prints: ${directory}`,
  async exec(t: ExecutionContext, verb: string, directory: string, print: (profile: Profile) => string) {
    const inputs = vectorInputs(directory);
    const profile = await readProfile(inputs, { anyMode: true });
    const { stdout, stderr } = expectedText(directory, verb);
    t.is(profile ? print(profile) : '', stdout);
    t.deepEqual(inputs.warnings, stderr);
  },
});

for (const directory of TEXT_VECTORS) {
  test(printsAsGo, 'percent', directory, (profile) => formatPercent(packageTotals(profile)));
  test(printsAsGo, 'func', directory, (profile) => formatFunctionRows(functionRows(profile)));
  test(printsAsGo, 'pkglist', directory, (profile) =>
    profile
      .packagePaths()
      .map((path) => `${path}\n`)
      .join(''),
  );
}

for (const directory of TEXT_VECTORS)
  test(`func --go-rows prints what Go's tool prints: ${directory}`, async (t) => {
    const profile = await readProfile(vectorInputs(directory), { anyMode: true });
    t.is(profile && formatFunctionRows(goFunctionRows(profile)), expectedText(directory, 'func').stdout);
  });

for (const directory of TEXT_VECTORS.filter((name) => name !== 'm-as'))
  test(`textfmt writes what Go's tool writes: ${directory}`, async (t) => {
    const profile = await readProfile(vectorInputs(directory), { anyMode: false });
    t.is(profile && [...formatTextProfile(profile)].join(''), expectedText(directory, 'textfmt').stdout);
  });

test('textfmt refuses programs of different modes with the text of Go', async (t) => {
  const path = join(VECTORS, 'm-as/covmeta.a9d4105a415fa0c2d5302277d36888d4');
  await t.throwsAsync(readProfile(vectorInputs('m-as'), { anyMode: false }), {
    code: 'ERR_CLASH',
    message: `counter mode clash while reading meta-data file ${path}: previous file had atomic, new file has set`,
  });
});

test('percent refuses programs of different granularities with the text of Go', async (t) => {
  const path = join(VECTORS, 's1/covmeta.a9d4105a415fa0c2d5302277d36888d4');
  await t.throwsAsync(readProfile(vectorInputs('s1', 'f1'), { anyMode: true }), {
    code: 'ERR_CLASH',
    message: `counter granularity clash while reading meta-data file ${path}: previous file had perfunc, new file has perblock`,
  });
});

const BETA = (path: string) => path === 'example.com/mod/beta';
const DUMPS = [
  { verb: 'debugdump', flags: '', live: false, filter: undefined },
  { verb: 'debugdump-live', flags: '-live ', live: true, filter: undefined },
  { verb: 'debugdump-live-pkgbeta', flags: '-live -pkg=example.com/mod/beta ', live: true, filter: BETA },
];

for (const { verb, flags, live, filter } of DUMPS)
  for (const directory of TEXT_VECTORS)
    test(`${verb} prints what Go's tool prints: ${directory}`, async (t) => {
      const inputs = vectorInputs(directory);
      const command = `covdata debugdump ${flags}-i=${directory}`;
      let dump = '';
      for await (const chunk of debugDump({ ...inputs, filter }, { live, command })) dump += chunk;
      const { stdout, stderr } = expectedText(directory, verb);
      t.is(dump.replaceAll(`data file ${VECTORS}/`, 'data file '), stdout);
      t.deepEqual(inputs.warnings, stderr);
    });
