// Options from environments, right and wrong.

import test from 'ava';
import { optionsEnvironment } from '../../../instrument/options/options-environment.js';
import { readOptions } from '../../../instrument/options/read-options.js';

test('readOptions gives the defaults for an empty environment', (t) => {
  t.deepEqual(readOptions({}, '/app'), {
    options: {
      mode: 'atomic',
      granularity: 'perblock',
      dir: undefined,
      flushMs: 250,
      include: [],
      exclude: undefined,
      root: '/app',
      store: undefined,
    },
    problems: [],
  });
});

test('readOptions resolves a relative COVD_DIR against the working directory', (t) => {
  t.is(readOptions({ COVD_DIR: 'out' }, '/app').options.dir, '/app/out');
});

test('readOptions takes an empty COVD_DIR as none', (t) => {
  t.is(readOptions({ COVD_DIR: '' }, '/app').options.dir, undefined);
});

for (const [name, value, wanted] of [
  ['COVD_MODE', 'fast', 'set, count, atomic'],
  ['COVD_GRANULARITY', 'line', 'perblock, perfunc, perstmt'],
  ['COVD_FLUSH', '-1', 'milliseconds'],
  ['COVD_INCLUDE', 'src/**', 'a JSON array'],
  ['COVD_EXCLUDE', '[1]', 'a JSON array'],
] as const) {
  test(`readOptions names what it found and wanted in ${name} and uses the default`, (t) => {
    const { options, problems } = readOptions({ [name]: value }, '/app');
    t.deepEqual(options, readOptions({}, '/app').options);
    t.is(problems.length, 1);
    t.true(problems[0]?.startsWith(`read ${name}: found ${JSON.stringify(value)}, wanted `));
    t.true(problems[0]?.includes(wanted));
  });
}

test('optionsEnvironment carries every option to a process in another directory', (t) => {
  const env = {
    COVD_DIR: 'out',
    COVD_MODE: 'set',
    COVD_GRANULARITY: 'perfunc',
    COVD_FLUSH: '0',
    COVD_INCLUDE: '["src/**"]',
    COVD_EXCLUDE: '[]',
    COVD_ROOT: 'sub',
    COVD_STORE: 'store',
  };
  const { options } = readOptions(env, '/app');
  t.deepEqual(readOptions(optionsEnvironment(options), '/elsewhere').options, options);
});
