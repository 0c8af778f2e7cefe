// Positions in a source that a transpiler made -> positions in the author's, by the source map in it or beside it. Runs
// wherever sources are instrumented.

import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { originalPositionFor, type SourceMapInput, TraceMap } from '@jridgewell/trace-mapping';
import type { Comment } from './parse-source.js';

/** Line 1-based, column 0-based. */
export interface AuthorPosition {
  /** Absolute path, or undefined for sources that are not files. */
  file: string | undefined;
  line: number;
  column: number;
}

export class AuthorPositions {
  /** The source map as found, its sources made absolute. */
  readonly inputSourceMap: object;
  readonly #map: TraceMap;

  private constructor(map: object, mapFile: string) {
    this.#map = new TraceMap(map as SourceMapInput, pathToFileURL(mapFile).href);
    const sources = this.#map.resolvedSources.map((url, i) => filePath(url) ?? this.#map.sources[i] ?? null);
    this.inputSourceMap = { ...map, sourceRoot: '', sources };
  }

  /** Of the source in `file`; undefined if its last `sourceMappingURL` comment leads to no readable source map. */
  static find(file: string, comments: readonly Comment[]): AuthorPositions | undefined {
    const comment = comments.findLast(({ value }) => URL_COMMENT.test(value));
    const url = comment && URL_COMMENT.exec(comment.value)?.[1];
    if (!url) return undefined;
    try {
      const { text, mapFile } = readMap(url, file);
      return new AuthorPositions(JSON.parse(text) as object, mapFile);
    } catch {
      // A missing or broken source map leaves the positions those of the file that was loaded, as in Node itself.
      return undefined;
    }
  }

  /** Where the author wrote what stands at a position (line 1-based, column 0-based); undefined: nowhere. */
  at(line: number, column: number): AuthorPosition | undefined {
    const found = originalPositionFor(this.#map, { line, column });
    if (found.source === null) return undefined;
    return { file: filePath(found.source), line: found.line, column: found.column };
  }
}

const URL_COMMENT = /^[#@]\s*sourceMappingURL=(\S+)\s*$/;
const DATA_URL = /^data:application\/json[^,]*?(;base64)?,(.*)$/s;

function readMap(url: string, file: string): { text: string; mapFile: string } {
  const data = DATA_URL.exec(url);
  if (data) {
    const [, base64, body = ''] = data;
    return { text: base64 ? Buffer.from(body, 'base64').toString() : decodeURIComponent(body), mapFile: file };
  }
  const mapFile = url.startsWith('file:') ? fileURLToPath(url) : resolve(dirname(file), decodeURIComponent(url));
  return { text: readFileSync(mapFile, 'utf8'), mapFile };
}

function filePath(url: string): string | undefined {
  return url.startsWith('file:') ? fileURLToPath(url) : undefined;
}
