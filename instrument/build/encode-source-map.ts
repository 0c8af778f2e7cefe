// The source map of a built file. Runs in the build's pool.

import { encodedMap, type SourceMapSegment, TraceMap } from '@jridgewell/trace-mapping';
import type { InstrumentedSource } from '../source/instrument-source.js';

export interface SourceMapFacts {
  /** Base name of the built file. */
  file: string;
  /** Path of the source relative to the built file. */
  source: string;
  sourceText: string;
  /** A text put in later than the probes: UTF-16 offset in the instrumented code, and length. */
  inserted: { offset: number; length: number };
}

/** The map as JSON. */
export function encodeSourceMap({ code, mappings = [] }: InstrumentedSource, facts: SourceMapFacts): string {
  const { file, source, sourceText, inserted } = facts;
  const before = code.slice(0, inserted.offset);
  const line = before.split('\n').length - 1;
  const column = inserted.offset - (before.lastIndexOf('\n') + 1);
  const shifted = mappings.map((segments, index) =>
    index === line ? segments.map((segment) => shift(segment, column, inserted.length)) : segments,
  );
  const map = new TraceMap({
    version: 3,
    file,
    names: [],
    sources: [source],
    sourcesContent: [sourceText],
    mappings: shifted,
  });
  return JSON.stringify(encodedMap(map));
}

function shift(segment: SourceMapSegment, column: number, length: number): SourceMapSegment {
  if (segment[0] < column) return segment;
  const [generated, ...original] = segment;
  return [generated + length, ...original] as SourceMapSegment;
}
