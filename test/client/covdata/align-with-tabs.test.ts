// Tables for terminals with a stop every 8 columns.

import test from 'ava';
import { alignWithTabs } from '../../../client/covdata/align-with-tabs.js';

test('alignWithTabs brings cells to the next multiple of 8 behind the longest', (t) => {
  t.is(
    alignWithTabs([
      ['1234567', 'a', 'x'],
      ['12345678', 'b', 'y'],
      ['1', 'c', 'z'],
    ]),
    '1234567\t\ta\tx\n12345678\tb\ty\n1\t\tc\tz\n',
  );
});

test('alignWithTabs counts code points, not UTF-16 units', (t) => {
  t.is(alignWithTabs([['😀😀😀😀😀😀😀', 'x']]), '😀😀😀😀😀😀😀\tx\n');
});
