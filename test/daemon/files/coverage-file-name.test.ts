// Names that are those of coverage files, and names that are not.

import test from 'ava';
import { counterFileName, metaFileName, parseCoverageFileName } from '../../../daemon/files/coverage-file-name.js';

test('parseCoverageFileName reads what metaFileName makes', (t) => {
  t.deepEqual(parseCoverageFileName(metaFileName('0abcdef')), { kind: 'meta', tag: '0abcdef' });
});

test('parseCoverageFileName reads what counterFileName makes', (t) => {
  const name = counterFileName('0abcdef', 99, 1700000000000000001n);
  t.is(name, 'covcounters.0abcdef.99.1700000000000000001');
  t.deepEqual(parseCoverageFileName(name), {
    kind: 'counters',
    tag: '0abcdef',
    pid: 99n,
    nanotime: 1700000000000000001n,
  });
});

for (const name of [
  'tmp.covmeta.0abc',
  'metafiles.txt',
  'covmeta.',
  'covmeta.a b',
  'covcounters.abc.1',
  'covcounters.a.9223372036854775808.1',
])
  test(`parseCoverageFileName knows that ${name} is no coverage file`, (t) => {
    t.is(parseCoverageFileName(name), undefined);
  });
