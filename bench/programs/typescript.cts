// Workload: TypeScript type-checks a real project, the sources that rxjs ships. Parsed files of the standard library are
// kept between iterations, as an editor or a watching build keeps them.

import { dirname, join } from 'node:path';
import ts from 'typescript5';
import { measure } from './measure.cjs';

const root = dirname(require.resolve('rxjs/package.json'));
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2019,
  module: ts.ModuleKind.CommonJS,
  lib: ['lib.es2019.d.ts', 'lib.dom.d.ts'],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};
const host = ts.createCompilerHost(options);
const readSourceFile = host.getSourceFile;
const library = new Map<string, ts.SourceFile | undefined>();
host.getSourceFile = (file, ...rest) => {
  if (!file.includes('/lib.')) return readSourceFile(file, ...rest);
  if (!library.has(file)) library.set(file, readSourceFile(file, ...rest));
  return library.get(file);
};

void measure(() => {
  const program = ts.createProgram([join(root, 'src/index.ts')], options, host);
  return `${program.getSourceFiles().length} files, ${ts.getPreEmitDiagnostics(program).length} errors`;
});
