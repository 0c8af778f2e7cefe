// Source text -> syntax tree. The one file that knows the parser; runs in the measured thread that loads a module for
// the first time, and in the pool of `covd build`.

import {
  type Comment,
  type Node,
  type ParseResult,
  type Program,
  parseSync,
  rawTransferSupported,
  visitorKeys,
} from 'oxc-parser';
import { CoverageError } from '../coverage-error.js';

export interface ParsedSource {
  /** ESTree, parentheses dropped; offsets are 0-based UTF-16 code units, ends exclusive. */
  program: Program;
  /** In source order. */
  comments: Comment[];
}

export interface ParseInput {
  /** Absolute path; its extension says the language (ts, mts, cts, tsx, jsx, anything else is JavaScript). */
  file: string;
  source: string;
  format: 'module' | 'commonjs';
}

/** Parses a source as it was written. Throws ERR_INSTRUMENT with the file, the position (1-based) and the reason. */
export function parseSource({ file, source, format }: ParseInput): ParsedSource {
  const lang = languageOf(file);
  const result = parseQuickly(file, source, { lang, sourceType: format, preserveParens: false, astType: 'js' });
  const error = result.errors.find(({ severity }) => severity === 'Error');
  if (error) {
    const where = `${file}:${positionText(source, error.labels[0]?.start ?? 0)}`;
    throw new CoverageError('ERR_INSTRUMENT', `parse ${where}: ${error.message}`, { details: { file } });
  }
  return { program: result.program, comments: result.comments };
}

/** The names of a node's children, by node type, in the order in which Babel visits them. */
export const CHILD_KEYS: Readonly<Record<string, readonly string[]>> = visitorKeys;

/** The nodes whose `type` may be one of T. */
export type NodeOf<T extends Node['type']> = Node extends infer N
  ? N extends Node
    ? [T & N['type']] extends [never]
      ? never
      : N
    : never
  : never;

export type { Comment, Node, Program };

/**
 * From this length on (UTF-16 code units) the tree is read from the parser's memory instead of from JSON text: five times
 * as fast, but its reader takes some 20 ms to load. Needs Node 22 and a 64-bit processor.
 */
const RAW_TRANSFER_LENGTH = 100_000;

type ParseOptions = NonNullable<Parameters<typeof parseSync>[2]>;

function parseQuickly(file: string, source: string, options: ParseOptions): ParseResult {
  if (source.length >= RAW_TRANSFER_LENGTH && rawTransferSupported()) {
    try {
      return parseSync(file, source, { ...options, experimentalRawTransfer: true } as ParseOptions);
    } catch {
      // It reserves gigabytes of address space, which a limit may refuse; the other way needs none.
    }
  }
  return parseSync(file, source, options);
}

function languageOf(file: string): 'js' | 'jsx' | 'ts' | 'tsx' {
  const extension = /\.([cm]?ts|tsx|jsx)$/.exec(file)?.[1];
  if (extension === undefined) return 'js';
  return extension === 'tsx' || extension === 'jsx' ? extension : 'ts';
}

function positionText(source: string, offset: number): string {
  const before = source.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
