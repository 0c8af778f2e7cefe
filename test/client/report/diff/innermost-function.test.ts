// Functions within functions, and where a statement belongs.

import test, { type ExecutionContext } from 'ava';
import { createFunctionFinder } from '../../../../client/report/diff/innermost-function.js';

const at = (line: number, column: number) => ({ line, column });

// 1: const outer = () => {       outer from 1:14, body from 1:20, end 4:1
// 2:   const inner = () => 1;    inner from 2:16, body from 2:22, end 2:23
// 3:   return inner;
// 4: };
const FUNCTIONS = [
  { name: 'outer', start: at(1, 14), body: at(1, 20), end: at(4, 1) },
  { name: 'inner', start: at(2, 16), body: at(2, 22), end: at(2, 23) },
];

const finds = test.macro({
  title: (_, what: string) => `createFunctionFinder finds for ${what}`,
  exec(t: ExecutionContext, _what: string, position: { line: number; column: number }, name: string | undefined) {
    t.is(createFunctionFinder(FUNCTIONS)(position)?.name, name);
  },
});

test(finds, 'the statement that makes a function, nothing', at(1, 14), undefined);
test(finds, 'the statement that makes an inner function, the outer one', at(2, 16), 'outer');
test(finds, 'an expression body, its function', at(2, 22), 'inner');
test(finds, 'what follows an inner function, the outer one', at(3, 2), 'outer');
test(finds, 'what follows all functions, nothing', at(4, 1), undefined);

test('createFunctionFinder finds one position after another', (t) => {
  const find = createFunctionFinder(FUNCTIONS);
  const positions = [at(1, 0), at(2, 2), at(2, 22), at(3, 2), at(9, 0)];
  t.deepEqual(
    positions.map((position) => find(position)?.name),
    [undefined, 'outer', 'inner', 'outer', undefined],
  );
});
