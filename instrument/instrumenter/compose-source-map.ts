// Keeps the source map of a transpiled source true once probes stand in it: a transpiler like tsx writes whole programs
// on a few lines, with a map in the text, and stack traces are led by its columns. Runs in the instrumenter thread.

import { encodedMap, type SourceMapSegment, TraceMap, traceSegment } from '@jridgewell/trace-mapping';
import type { InstrumentedSource } from '../source/instrument-source.js';
import { INLINE_SOURCE_MAP } from './inline-source-map.js';

/** The instrumented text with its map led on from the instrumented columns; as it is, if the map cannot be read. */
export function composeSourceMap({ code, mappings = [] }: InstrumentedSource): string {
  const [comment, encoded] = INLINE_SOURCE_MAP.exec(code) ?? [];
  const map = encoded === undefined ? undefined : readMap(encoded);
  if (comment === undefined || map === undefined) return code;
  const composed = new TraceMap({
    version: 3,
    file: map.file ?? null,
    names: map.names,
    sources: map.sources,
    ...(map.sourceRoot !== undefined && { sourceRoot: map.sourceRoot }),
    ...(map.sourcesContent && { sourcesContent: map.sourcesContent }),
    mappings: mappings.map((segments) => segments.flatMap((segment) => leadOn(segment, map))),
  });
  const text = Buffer.from(JSON.stringify(encodedMap(composed))).toString('base64');
  return `${code.slice(0, -comment.length)}\n//# sourceMappingURL=data:application/json;base64,${text}\n`;
}

function readMap(encoded: string): TraceMap | undefined {
  try {
    return new TraceMap(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch {
    // Not a source map: stack traces stay what they are.
    return undefined;
  }
}

/** A segment from instrumented to transpiled text as segments from instrumented to the author's text. */
function leadOn(segment: SourceMapSegment, map: TraceMap): SourceMapSegment[] {
  if (segment.length === 1) return [segment];
  const [generated, , line, column] = segment;
  const original = traceSegment(map, line, column);
  if (original === null || original.length === 1) return [[generated]];
  const [, ...place] = original;
  return [[generated, ...place] as SourceMapSegment];
}
