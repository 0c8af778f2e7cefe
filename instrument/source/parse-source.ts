// Source text -> syntax tree, as the rest of covd knows it. Runs wherever sources are instrumented.

import { type Comment, type Node, type Program, visitorKeys } from 'oxc-parser';
import { CoverageError } from '../coverage-error.js';
import { TreeParser } from './tree-parser.js';

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
  const result = trees.parse(file, source, { lang, sourceType: format, preserveParens: false, astType: 'js' });
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

/** Keeps the memory that trees are read from. */
const trees = new TreeParser();

function languageOf(file: string): 'js' | 'jsx' | 'ts' | 'tsx' {
  const extension = /\.([cm]?ts|tsx|jsx)$/.exec(file)?.[1];
  if (extension === undefined) return 'js';
  return extension === 'tsx' || extension === 'jsx' ? extension : 'ts';
}

function positionText(source: string, offset: number): string {
  const before = source.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
