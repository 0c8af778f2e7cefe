// Instruments a program and runs it in the test's own thread, with a counter array of its own.

import { CoverageError } from '../../../instrument/coverage-error.js';
import type { CoverageMode, Granularity } from '../../../instrument/coverage-options.js';
import type { ModuleMap } from '../../../instrument/module-map.js';
import {
  type InstrumentedSource,
  type InstrumentInput,
  instrumentSource,
} from '../../../instrument/source/instrument-source.js';

export interface Run {
  /** What the program passed to `log`, as text, and how it ended. */
  output: string[];
  map: ModuleMap;
  counters: Int32Array | Uint8Array;
}

let runs = 0;

/** Runs a function body that may use `log(...)`; `mode` undefined: as it is. */
export async function runProgram(
  source: string,
  mode?: CoverageMode,
  granularity: Granularity = 'perblock',
): Promise<Run> {
  if (mode === undefined) return { output: await execute(source), map: {} as ModuleMap, counters: new Uint8Array() };
  const hash = (runs++).toString(16).padStart(12, '0').padEnd(32, '0');
  const { code, map } = instrument({ source, hash, mode, granularity });
  const counters = mode === 'set' ? new Uint8Array(map.counterCount) : new Int32Array(map.counterCount);
  Object.defineProperty(globalThis, `$c${hash.slice(0, 12)}`, { value: counters, configurable: true });
  return { output: await execute(code), map, counters };
}

/** Instruments with the given settings, the rest as for a small CommonJS file. */
export function instrument(settings: Partial<InstrumentInput> & { source: string }): InstrumentedSource {
  const result = instrumentSource({
    ...{ file: '/app/program.js', format: 'commonjs', hash: '0'.repeat(32), mode: 'atomic', granularity: 'perblock' },
    ...{ modulePath: 'app', packagePath: 'app/program.js', packageName: 'program.js' },
    ...settings,
  });
  if ('ignored' in result) throw new CoverageError('ERR_INSTRUMENT', `instrument: ${result.ignored}`);
  return result;
}

/** Programs of this test file see a function's name for its text, which is what instrumentation is known to change. */
export function hideFunctionTexts(): void {
  Function.prototype.toString = function describe(this: (...args: never) => unknown) {
    return `function ${this.name}`;
  };
}

/** Count of each unit, in the order of the map. */
export function unitCounts({ map, counters }: Run): number[] {
  const units = map.functions.flatMap((mapped) => mapped.units);
  return units.map((unit) => unit.counters.reduce((sum, counter) => sum + (counters[counter] ?? 0), 0));
}

/** Runs a function body; the result is what it passed to `log`, and how it ended. */
export async function execute(code: string): Promise<string[]> {
  const output: string[] = [];
  const log = (...values: unknown[]): void => void output.push(values.map(text).join(' '));
  try {
    const result: unknown = await new Function('log', code)(log);
    output.push(`returned ${text(result)}`);
  } catch (error) {
    output.push(`threw ${text(error)}`);
  }
  return output;
}

function text(value: unknown): string {
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (typeof value === 'function') return `function ${value.name}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
