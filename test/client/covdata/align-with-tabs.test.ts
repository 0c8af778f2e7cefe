import test from 'ava';
import { alignColumns } from '../../../client/covdata/tab-columns.js';

test('alignColumns brings cells to the next multiple of 8 behind the longest', (t) => {
  t.is(
    alignColumns([
      ['1234567', 'a', 'x'],
      ['12345678', 'b', 'y'],
      ['1', 'c', 'z'],
    ]),
    '1234567\t\ta\tx\n12345678\tb\ty\n1\t\tc\tz\n',
  );
});

test('alignColumns counts code points, not UTF-16 units', (t) => {
  t.is(alignColumns([['😀😀😀😀😀😀😀', 'x']]), '😀😀😀😀😀😀😀\tx\n');
});
