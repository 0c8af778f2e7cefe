// One source -> what the store keeps of it. Runs in the instrumenter thread.

import { measuredMark } from '../prepare/measured-mark.js';
import { type InstrumentedSource, instrumentSource } from '../source/instrument-source.js';
import { encodeModuleMap } from '../store/module-map-codec.js';
import type { StoreEntry } from '../store/store-entry.js';
import { composeSourceMap } from './compose-source-map.js';
import { carriesSourceMap } from './inline-source-map.js';
import type { InstrumentedModule, InstrumentRequest } from './instrumenter-channel.js';

/** Throws ERR_INSTRUMENT with the file and the reason if it cannot be parsed. */
export function instrumentModule(request: InstrumentRequest): InstrumentedModule {
  const { answer, format } = instrumentAs(request, request.format ?? 'commonjs');
  if ('ignored' in answer) return { entry: ignoredEntry(answer.ignored), map: new Uint8Array(0) };
  const entry: StoreEntry = {
    format,
    code: textOf(answer, request.source) + measuredMark(request.hash),
    prologueOffset: answer.prologueOffset,
    counterCount: answer.map.counterCount,
    functionCounters: Uint32Array.from(answer.map.functions, (mapped) => mapped.counterCount),
  };
  return { entry, map: encodeModuleMap(answer.map) };
}

/**
 * A CommonJS file with the syntax of a module is one for transpilers, and without a word in package.json also for Node:
 * what cannot be read as a script is read as a module.
 */
function instrumentAs(request: InstrumentRequest, format: 'module' | 'commonjs') {
  const input = { ...request, sourceMap: carriesSourceMap(request.source) };
  try {
    return { answer: instrumentSource({ ...input, format }), format };
  } catch (error) {
    if (format === 'module') throw error;
    const answer = attempt(() => instrumentSource({ ...input, format: 'module' }));
    if (answer === undefined) throw error;
    return { answer, format: 'module' as const };
  }
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    // The first attempt's error is the one to report.
    return undefined;
  }
}

function textOf(instrumented: InstrumentedSource, source: string): string {
  return carriesSourceMap(source) ? composeSourceMap(instrumented) : instrumented.code;
}

function ignoredEntry(reason: string): StoreEntry {
  return { format: undefined, code: reason, prologueOffset: 0, counterCount: 0, functionCounters: new Uint32Array(0) };
}
