// Source text -> instrumented text and module map. Like all of this folder, it runs wherever sources are instrumented: in
// the instrumenter thread, in the pool of `covd build` and in the process of `covd run --all`.

import type { SourceMapSegment } from '@jridgewell/trace-mapping';
import type { ModuleFacts, ModuleMap } from '../module-map.js';
import { counterGlobal } from '../thread/measured-runtime.js';
import { AuthorPositions } from './author-positions.js';
import { CoveragePlan } from './coverage-plan.js';
import { exportHints } from './export-hints.js';
import { InsertionList } from './insertion-list.js';
import { LineTable } from './line-table.js';
import { buildModuleMap } from './module-map-builder.js';
import { walkModule } from './module-walk.js';
import { visitNode } from './node-rules.js';
import { parseSource } from './parse-source.js';
import { Pragmas } from './pragmas.js';
import { SkeletonRecorder } from './skeleton-recorder.js';
import { Walk } from './walk.js';

/** `hash` also names the global that holds the counters (`counterGlobal`). */
export interface InstrumentInput extends ModuleFacts {
  source: string;
  format: 'module' | 'commonjs';
  /** Also make a source map of the edits. */
  sourceMap?: boolean;
}

export interface InstrumentedSource {
  /** The source with probes; every line still has its number. */
  code: string;
  /** Offset in `code` before everything that runs, behind hashbang and directives: a prologue may be put in there. */
  prologueOffset: number;
  map: ModuleMap;
  /** From `code` to the source, if it was asked for: decoded mappings, one list per line, lines and columns 0-based. */
  mappings: DecodedMappings | undefined;
}

/** Of each line the segments [generated column, source index, line, column]. */
export type DecodedMappings = SourceMapSegment[][];

/** The source is left alone because it says so itself. */
export interface IgnoredSource {
  ignored: string;
}

/** Instruments one source. Throws ERR_INSTRUMENT with the file and the reason if it cannot be parsed. */
export function instrumentSource(input: InstrumentInput): InstrumentedSource | IgnoredSource {
  const { source, format, sourceMap, ...facts } = input;
  const { file, hash, granularity, mode } = facts;
  const parsed = parseSource({ file, source, format });
  const pragmas = new Pragmas(source, parsed);
  if (pragmas.ignoresFile) return { ignored: 'its first comment says "istanbul ignore file"' };
  const plan = new CoveragePlan();
  const insertions = new InsertionList();
  const skeleton = new SkeletonRecorder();
  const module = plan.addFunction('<module>', false, 0);
  const walk = new Walk({ source, granularity, plan, insertions, skeleton, pragmas, visitNode }, module);
  const prologueOffset = walkModule(walk, parsed.program);
  const lines = new LineTable(source);
  const author = AuthorPositions.find(file, parsed.comments);
  const { map, counterIndex } = buildModuleMap({ facts, source, plan, skeleton, lines, author });
  const array = counterGlobal(hash);
  const operation = mode === 'set' ? '=1' : '++';
  const probeText = (counter: number): string => `${array}[${counterIndex(counter)}]${operation}`;
  const probed = insertions.apply(source, probeText);
  const code = format === 'commonjs' ? probed + exportHints(source, probed) : probed;
  if (!sourceMap) return { code, prologueOffset, map, mappings: undefined };
  const { mappings } = insertions.edit(source, probeText).generateDecodedMap({ hires: 'boundary' });
  return { code, prologueOffset, map, mappings };
}
