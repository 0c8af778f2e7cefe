// TypeScript: type-checks with errors, emits, and transpiles.

import { join } from 'node:path';
import ts from 'typescript5';

const root = join(require.resolve('rxjs/package.json'), '../src/internal/Subject.ts');
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2015,
  strict: true,
  types: [],
  lib: ['lib.es2019.d.ts'],
};
const program = ts.createProgram([root], options);
const messages = ts.getPreEmitDiagnostics(program).map(({ messageText, start, code }) => [code, start, messageText]);
console.log(JSON.stringify(messages));
program.emit(undefined, (file, text) => console.log(file.split('/').at(-1), text));
const enumeration = 'enum A { b = 1 << 2, c } class D<T> { constructor(private e: T) {} async *f() { yield* [1] } }';
console.log(ts.transpileModule(enumeration, { compilerOptions: { target: ts.ScriptTarget.ES5 } }).outputText);
