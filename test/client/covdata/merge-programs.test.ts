// Merged, subtracted and intersected files, against those that Go's tool wrote.

import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { combinePrograms } from '../../../client/covdata/combine-programs.js';
import { combineDirectories, mergePrograms } from '../../../client/covdata/merge-programs.js';
import type { CoverageInputs } from '../../../client/covdata/read-programs.js';
import { encodeCounterData } from '../../../daemon/files/counter-data-file.js';
import { decodeCounterData } from '../../../daemon/files/counter-data-reader.js';
import type { FunctionCounts } from '../../../daemon/files/coverage-data.js';
import { decodeMetaData, encodeMetaData } from '../../../daemon/files/meta-data-file.js';
import type { CoverageMode } from '../../../instrument/coverage-options.js';
import { readVector, VECTORS } from '../../daemon/files/go-vectors.js';
import { SAMPLE_META } from '../../daemon/files/sample-meta-data.js';
import { temporaryDirectory } from '../../temporary-directory.js';
import { vectorInputs } from './expected-texts.js';
import { readFiles } from './read-files.js';

type Verb = (inputs: CoverageInputs, output: string) => Promise<unknown>;

const subtract: Verb = (inputs, output) => combineDirectories('subtract', inputs, output);
const intersect: Verb = (inputs, output) => combineDirectories('intersect', inputs, output);
const onlyBeta: Verb = (inputs, output) =>
  mergePrograms({ ...inputs, filter: (path) => path === 'example.com/mod/beta' }, output);

const ROWS: [result: string, verb: Verb, ...inputs: string[]][] = [
  ['m-a12', mergePrograms, 'a1', 'a2'],
  ['m-all', mergePrograms, 'a1', 'a2', 'a3'],
  ['m-pkg', onlyBeta, 'a1', 'a2'],
  ['m-ao', mergePrograms, 'a1', 'o1'],
  ['m-aopc', combinePrograms, 'a1', 'o1'],
  ['m-s12', mergePrograms, 's1', 's2'],
  ['m-as', mergePrograms, 'a1', 's1'],
  ['m-aspc', combinePrograms, 'a1', 's1'],
  ['m-sapc', combinePrograms, 's1', 'a1'],
  ['m-noargs', mergePrograms, 'anoargs', 'a1'],
  ['m-meta', mergePrograms, 'ameta'],
  ['m-seg2', mergePrograms, 'seg2'],
  ['sub-a1a2', subtract, 'a1', 'a2'],
  ['sub-a2a1', subtract, 'a2', 'a1'],
  ['sub-s1s2', subtract, 's1', 's2'],
  ['sub-a1o1', subtract, 'a1', 'o1'],
  ['int-a1a2', intersect, 'a1', 'a2'],
  ['int-a123', intersect, 'a1', 'a2', 'a3'],
  ['int-s1s2', intersect, 's1', 's2'],
  ['int-a1o1', intersect, 'a1', 'o1'],
];

for (const [result, verb, ...directories] of ROWS)
  test(`merge, subtract and intersect write the files of Go's tool: ${result}`, async (t) => {
    const output = temporaryDirectory(t);
    await verb(vectorInputs(...directories), output);
    sameFiles(t, readFiles(output), readFiles(join(VECTORS, result)));
  });

test('merge warns of each sum beyond 2^32 - 1, as Go does', async (t) => {
  const inputs = vectorInputs('a1', 'a2', 'a3');
  await mergePrograms(inputs, temporaryDirectory(t));
  t.deepEqual(inputs.warnings, Array(2).fill('warning: uint32 overflow during counter merge'));
});

test('merge refuses a meta-data file that differs from another of the same name', async (t) => {
  const other = temporaryDirectory(t);
  const path = join(other, 'covmeta.340379adc382bf338fffa2b7248808de');
  writeFileSync(path, readVector('o1/covmeta.611d4a267b23e4d7f549590161ab7939').bytes);
  const { directories, warn } = vectorInputs('a1');
  await t.throwsAsync(mergePrograms({ directories: [...directories, other], warn }, temporaryDirectory(t)), {
    code: 'ERR_CLASH',
    message: /which has the same name$/,
  });
});

test('merge rejects with ENOENT and Go text when the output directory is missing', async (t) => {
  await t.throwsAsync(mergePrograms(vectorInputs('a1'), '/nonexist'), {
    code: 'ENOENT',
    message:
      'opening output meta-data file /nonexist/covmeta.340379adc382bf338fffa2b7248808de: open /nonexist/covmeta.340379adc382bf338fffa2b7248808de: no such file or directory',
  });
});

for (const [name, verb] of Object.entries({ merge: mergePrograms, combine: combinePrograms, subtract, intersect }))
  test(`${name} writes nothing where one of the programs cannot be read`, async (t) => {
    const [directory, output] = [temporaryDirectory(t), temporaryDirectory(t)];
    for (const tag of ['aa', 'bb']) writePod(directory, tag, [[1, 1]]);
    truncateSync(join(directory, 'covcounters.bb.1.2'), 50);
    await t.throwsAsync(verb({ directories: [directory], warn: t.log }, output), { code: 'ERR_BAD_FILE' });
    t.deepEqual(readdirSync(output), []);
  });

test('merge of some packages gives programs of two modes a pair each', async (t) => {
  const [directory, output] = [temporaryDirectory(t), temporaryDirectory(t)];
  writePod(directory, 'aa', [[7, 1]], 'atomic');
  writePod(directory, 'bb', [[1, 1]], 'set');
  const pairs = await mergePrograms({ directories: [directory], filter: () => true, warn: t.log }, output);
  const modes = pairs.map(({ metaFile }) => decodeMetaData(readFileSync(metaFile), metaFile).mode);
  t.deepEqual(modes, ['atomic', 'set']);
});

test('merge refuses to put a program under the name of another that is there already', async (t) => {
  const [directory, output] = [temporaryDirectory(t), temporaryDirectory(t)];
  writePod(directory, 'aa', [[7, 1]], 'atomic');
  writePod(output, 'aa', [[1, 1]], 'set');
  const before = readFiles(output);
  const merged = mergePrograms({ directories: [directory], warn: t.log }, output);
  await t.throwsAsync(merged, { code: 'ERR_CLASH' });
  t.deepEqual(readFiles(output), before);
});

test('merge adds a counter file where the same program is there already', async (t) => {
  const output = temporaryDirectory(t);
  for (const _ of [1, 2]) await mergePrograms(vectorInputs('a1'), output);
  t.is(readdirSync(output).length, 3);
});

test("subtract and intersect answer for several pods where Go's tool panics", async (t) => {
  // The first pod has counters of the second directory, the next one of the first directory: Go sees the index fall.
  const [first, second] = [temporaryDirectory(t), temporaryDirectory(t)];
  for (const directory of [first, second]) {
    writePod(directory, 'aa', directory === first ? [[1, 1]] : [[0, 1]]);
    writePod(directory, 'bb', directory === first ? [[1, 1]] : [[1, 0]]);
  }
  const rest = async (verb: Verb) => {
    const output = temporaryDirectory(t);
    await verb({ directories: [first, second], warn: t.log }, output);
    return ['aa', 'bb'].map((tag) => Array.from(countersIn(output, tag)[0]?.counters ?? []));
  };
  t.deepEqual(await rest(subtract), [
    [1, 0],
    [0, 1],
  ]);
  t.deepEqual(await rest(intersect), [
    [0, 1],
    [1, 0],
  ]);
});

test('merge --pcombine of programs in mode set has counts of 0 and 1 alone', async (t) => {
  const directory = temporaryDirectory(t);
  for (const tag of ['aa', 'bb']) writePod(directory, tag, [[1, 0]], 'set');
  const output = temporaryDirectory(t);
  const { counterFile } = await combinePrograms({ directories: [directory], warn: t.log }, output);
  const [abs] = decodeCounterData(readFileSync(counterFile), counterFile).functions;
  t.deepEqual(Array.from(abs?.counters ?? []), [1, 0]);
});

test('subtract takes any number of directories', async (t) => {
  const directories = [[[5, 6]], [[1, 0]], [[0, 1]]].map((counters) => {
    const directory = temporaryDirectory(t);
    writePod(directory, 'aa', counters);
    return directory;
  });
  const output = temporaryDirectory(t);
  await subtract({ directories, warn: t.log }, output);
  t.deepEqual(Array.from(countersIn(output, 'aa')[0]?.counters ?? []), [0, 0]);
});

test('intersect says which directory has no counters for a program', async (t) => {
  const inputs = vectorInputs('a1', 'o1');
  await intersect(inputs, temporaryDirectory(t));
  t.true(
    inputs.warnings.some((text) => /o1 has no counters for .*a1\/covmeta/.test(text)),
    inputs.warnings.join('\n'),
  );
});

/** Counters of function 1 (`abs`, two units) of the sample program. */
function writePod(directory: string, tag: string, counters: number[][], mode: CoverageMode = 'atomic'): void {
  mkdirSync(directory, { recursive: true });
  const hash = tag.repeat(16);
  writeFileSync(join(directory, `covmeta.${tag}`), Buffer.concat(encodeMetaData({ ...SAMPLE_META, hash, mode })));
  const functions = counters.map((values) => ({ package: 0, function: 1, counters: values }));
  writeFileSync(
    join(directory, `covcounters.${tag}.1.2`),
    Buffer.concat(encodeCounterData({ hash, args: {}, functions })),
  );
}

function countersIn(directory: string, tag: string): FunctionCounts[] {
  const bytes = readFiles(directory).get(`covcounters.${tag}`);
  return bytes ? decodeCounterData(bytes, tag).functions : [];
}

/** Meta-data byte for byte; counters by content, since Go's string tables are in random order. */
function sameFiles(t: ExecutionContext, actual: Map<string, Uint8Array>, expected: Map<string, Uint8Array>): void {
  t.deepEqual([...actual.keys()], [...expected.keys()]);
  for (const [name, bytes] of expected) {
    const own = actual.get(name) ?? new Uint8Array();
    if (name.startsWith('covmeta.')) t.deepEqual(Buffer.from(own), Buffer.from(bytes), name);
    else t.deepEqual(decodeCounterData(own, name), decodeCounterData(bytes, name), name);
  }
}
