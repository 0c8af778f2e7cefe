// What Node's load hooks hand on, in covd's terms. Runs in measured threads and in the ESM hooks' thread of Node 20.

import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModuleFormat } from '../prepare/prepare-module.js';

/** A load hook's result, as far as covd looks at it. */
export interface LoadResult {
  format?: string | null | undefined;
  source?: string | ArrayBuffer | NodeJS.TypedArray | null | undefined;
}

/** A URL that is a path as it stands: parsing one takes 4 µs, more than all else that a load hook does with it. */
const PLAIN_FILE_URL = sep === '/' ? /^file:\/\/\/[^%?#\\]*$/ : /^(?!)/;

/**
 * import-in-the-middle (OpenTelemetry, Sentry, Datadog, New Relic) puts a module of its own before the file that it watches,
 * under the file's URL with this parameter. Its text is not the file's, which comes under the plain URL.
 */
const WRAPPER_URL = /[?&]iitm=/;

/** Absolute path of a file URL, its query and fragment dropped; undefined for other URLs, and for what only wraps a file. */
export function fileOf(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined;
  if (PLAIN_FILE_URL.test(url)) return url.slice('file://'.length);
  if (WRAPPER_URL.test(url)) return undefined;
  try {
    return fileURLToPath(url);
  } catch {
    // A URL with a host, or an encoded slash: Node refuses it in words of its own.
    return undefined;
  }
}

/** false: not JavaScript (json, wasm, builtin, addon). undefined: Node will find out from the syntax. */
export function measuredFormat(format: string | null | undefined): ModuleFormat | undefined | false {
  switch (format) {
    case 'module':
    case 'module-typescript':
      return 'module';
    case 'commonjs':
    case 'commonjs-typescript':
    case 'commonjs-sync':
      return 'commonjs';
    case null:
    case undefined:
    case 'typescript':
      return undefined;
    default:
      return false;
  }
}

/** The text of a source, as Node decodes it. */
export function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  if (typeof source === 'string') return source;
  return ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString('utf8')
    : Buffer.from(source).toString('utf8');
}

/**
 * The result with another text, of the kind that its source was: a hook of the program that runs around covd's may count on
 * the bytes that Node hands on.
 */
export function withText(loaded: LoadResult, text: string): LoadResult {
  return { ...loaded, source: typeof loaded.source === 'string' ? text : Buffer.from(text) };
}
