// Percentages that are hard to round as Go does.

import test from 'ava';
import { percentText } from '../../../client/covdata/percent-text.js';

const ROWS: [covered: number, statements: number, text: string][] = [
  [0, 0, '0.0%'],
  [1, 3, '33.3%'],
  [2, 3, '66.7%'],
  [1, 1, '100.0%'],
  // Exact ties, as Go's %.1f rounds them: to the even digit.
  [1, 16, '6.2%'],
  [3, 16, '18.8%'],
  [49, 400, '12.2%'],
  [51, 400, '12.8%'],
];

for (const [covered, statements, text] of ROWS)
  test(`percentText: ${covered} of ${statements} is ${text}`, (t) => {
    t.is(percentText({ covered, statements }), text);
  });
