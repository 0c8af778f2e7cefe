// What is left of the args of several counter files.

import test from 'ava';
import { mergeArgs } from '../../../client/covdata/merged-args.js';

const RUN = { argc: '2', argv0: 'app', argv1: '-x', GOOS: 'linux', GOARCH: 'amd64', label: 'smoke' };

test('mergeArgs keeps what all files say', (t) => {
  t.deepEqual(mergeArgs([RUN, { ...RUN }]), RUN);
});

test('mergeArgs drops argc and argv as a whole', (t) => {
  t.deepEqual(mergeArgs([RUN, { ...RUN, argv1: '-y' }]), { GOOS: 'linux', GOARCH: 'amd64', label: 'smoke' });
});

test('mergeArgs drops GOOS alone', (t) => {
  const { GOOS: _, ...rest } = RUN;
  t.deepEqual(mergeArgs([RUN, { ...RUN, GOOS: 'darwin' }]), rest);
});

test('mergeArgs drops what one file does not say', (t) => {
  const { label: _, ...rest } = RUN;
  t.deepEqual(mergeArgs([RUN, rest]), rest);
});

test('mergeArgs of nothing is nothing', (t) => {
  t.deepEqual(mergeArgs([]), {});
});

test('mergeArgs keeps what any file says of files that were not measured', (t) => {
  const [a, b] = [{ unmeasured: '{"/a.js":"no"}' }, { unmeasured: '{"/b.js":"never"}' }];
  t.deepEqual(mergeArgs([a, {}, b]), { unmeasured: '{"/a.js":"no","/b.js":"never"}' });
});

test("mergeArgs leaves out of another program's argument what is no reason", (t) => {
  t.deepEqual(mergeArgs([{ unmeasured: '[1' }, { unmeasured: '{"/a.js":1}' }]), {});
});
