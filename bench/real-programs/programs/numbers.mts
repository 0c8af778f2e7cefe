// decimal.js and mathjs: arbitrary precision, expressions, matrices and units.

import { Decimal } from 'decimal.js';
import { all, create } from 'mathjs';

Decimal.set({ precision: 60 });
for (const x of [2, 0.1, '1e-20', '123456789.987654321']) {
  const value = new Decimal(x);
  console.log(`${value.sqrt()} ${value.ln()} ${value.sin()} ${value.pow('1.7')} ${value.div(7).toFraction(1000)}`);
}
const math = create(all ?? {}, { number: 'BigNumber', precision: 40 });
const expressions = [
  'sqrt(2) * 3!',
  'inv([1, 2; 3, 5])',
  '12.7 cm to inch',
  'f(x) = x^2 + 1',
  'f(4) > 3 ? 1 : 0',
  'a = 3; a * 2',
];
const scope = {};
for (const expression of expressions) console.log(math.format(math.evaluate(expression, scope), { precision: 20 }));
const { parse, derivative, simplify, lup, eigs } = create(all ?? {});
console.log(simplify('2 x + 3 x - (x ^ 2) / x').toString(), derivative('sin(2 x) ^ 2', 'x').toString());
console.log(
  parse('a[1:3, 2] + {b: c}.b').toTex(),
  JSON.stringify([
    lup([
      [2, 1],
      [1, 3],
    ]),
    eigs([
      [2, 1],
      [1, 3],
    ]).values,
  ]),
);
try {
  math.evaluate('1 + ');
} catch (error) {
  console.log(String(error));
}
