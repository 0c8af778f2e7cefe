// ajv (which compiles code), zod, js-yaml and semver.

import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { dump, load } from 'js-yaml';
import { z } from 'zod';

const semver = createRequire(import.meta.url)('semver') as typeof import('semver');
const ajv = new Ajv({ allErrors: true, strict: false, code: { source: true } });
const schema = {
  type: 'object',
  properties: {
    a: { type: 'array', items: { oneOf: [{ type: 'integer', minimum: 2 }, { pattern: '^x' }] }, uniqueItems: true },
    b: { $ref: '#/properties/a' },
  },
  required: ['a'],
  additionalProperties: false,
};
const validate = ajv.compile(schema);
for (const value of [{ a: [2, 'xy'] }, { a: [1, 1, 'y'] }, { b: [], c: 1 }, null])
  console.log(validate(value), ajv.errorsText(validate.errors));
const User = z.object({
  name: z
    .string()
    .min(2)
    .transform((s) => s.trim()),
  age: z.coerce.number().int().optional(),
  kind: z.enum(['a', 'b']).default('a'),
});
for (const value of [{ name: ' bo ' }, { name: 'x', age: 'no', kind: 'c' }, 7])
  console.log(JSON.stringify(User.safeParse(value)));
const yaml = 'base: &b {x: 1, y: [2, ~]}\nuse:\n  again: *b\nmulti: |\n  line\n  two\nwhen: 2024-01-02\n';
console.log(dump(load(yaml), { flowLevel: 2 }));
try {
  load('a: [1,');
} catch (error) {
  console.log(String(error));
}
const versions = ['1.2.3', '1.2.3-beta.4', '2.0.0', '1.10.0', 'v3', '1.2'];
console.log(versions.map((v) => [semver.valid(v), semver.coerce(v)?.version, semver.satisfies(v, '^1.2 || >=3 <4')]));
console.log(
  semver.sort(['1.2.3', '1.2.3-beta.4', '2.0.0']),
  new semver.Range('~1.2 || 3.x - 4').range,
  semver.inc('1.2.3', 'prerelease', 'rc'),
);
