// Entry of `npm run conformance`: instruments the files of test262-parser-tests at each granularity. What Node accepts as it
// is, it must accept instrumented; what cannot be instrumented is listed, as covd loads it as it is. Exits with 1 if a file
// is not accepted instrumented. Needs --experimental-vm-modules.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';

type Covd = typeof import('../../dist/instrument/source/instrument-source.js');
type Format = 'module' | 'commonjs';

const GRANULARITIES = ['perblock', 'perfunc', 'perstmt'] as const;
const WRAPPER_PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

const { instrumentSource } = (await import(
  new URL('../../../dist/instrument/source/instrument-source.js', import.meta.url).href
)) as Covd;
const root = dirname(createRequire(import.meta.url).resolve('test262-parser-tests/package.json'));
const files = ['pass', 'pass-explicit', 'early', 'fail'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => join(root, folder, name)),
);
const accepted = files.filter((file) => isAccepted(readFileSync(file, 'utf8'), formatOf(file)));
const results = accepted.flatMap(resultsOf);
for (const { kind, file, detail } of results) console.log(`${kind}: ${file} ${detail}`);
const broken = results.filter(({ kind }) => kind === 'broken').length;
console.log(`Node ${process.version}: ${files.length} files, ${accepted.length} accepted, ${broken} broken`);
process.exitCode = broken > 0 ? 1 : 0;

function formatOf(file: string): Format {
  return file.includes('.module.') ? 'module' : 'commonjs';
}

function isAccepted(code: string, format: Format): boolean {
  try {
    if (format === 'module') new vm.SourceTextModule(code);
    else vm.compileFunction(code, WRAPPER_PARAMETERS);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

interface Result {
  kind: 'broken' | 'not instrumented';
  file: string;
  detail: string;
}

/** What is to be said of a file, at each granularity. */
function resultsOf(file: string): Result[] {
  const source = readFileSync(file, 'utf8');
  const format = formatOf(file);
  return GRANULARITIES.flatMap((granularity): Result[] => {
    const settings = { file, source, format, hash: '0'.repeat(32), mode: 'atomic', granularity } as const;
    try {
      const result = instrumentSource({ ...settings, modulePath: '', packagePath: '', packageName: '' });
      if (!('code' in result) || isAccepted(result.code, format)) return [];
      return [{ kind: 'broken', file, detail: `at ${granularity}: ${JSON.stringify(result.code)}` }];
    } catch (error) {
      return [{ kind: 'not instrumented', file, detail: String(error) }];
    }
  });
}
