// Line numbers as people write them.

import test from 'ava';
import { formatLines } from '../../../client/report/line-ranges.js';

const prints = test.macro({
  title: (_, lines: number[], others: number[], text: string) =>
    `formatLines prints [${lines}] among [${others}] as "${text}"`,
  exec(t, lines: number[], others: number[], text: string) {
    t.is(formatLines(lines, others), text);
  },
});

test(prints, [], [1], '');
test(prints, [7], [], '7');
test(prints, [3, 4, 5], [], '3-5');
test(prints, [3, 7, 9], [5], '3, 7-9');
test(prints, [3, 5], [9, 4, 1], '3, 5');
