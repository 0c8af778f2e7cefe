// The one error that covd's callers can act on. Thrown in every process and thread; crosses ports and sockets as
// `CoverageErrorData` and is rebuilt on the other side.

/** Closed list of what can go wrong; the first four are the operating system's own names. */
export const COVERAGE_ERROR_CODES = [
  'ENOENT',
  'EACCES',
  'ENOTDIR',
  'EIO',
  'ERR_NOT_COVERED',
  'ERR_NIL_WRITER',
  'ERR_WRITE_FAILED',
  'ERR_CLEAR_UNSUPPORTED',
  'ERR_DAEMON_GONE',
  'ERR_DEADLINE',
  'ERR_CONNECTION_CLOSED',
  'ERR_PROTOCOL',
  'ERR_BAD_REQUEST',
  'ERR_UNSAFE_DIRECTORY',
  'ERR_NO_PROCESS',
  'ERR_AMBIGUOUS_PROCESS',
  'ERR_NO_WINDOW',
  'ERR_WINDOW_EXISTS',
  'ERR_BAD_FILE',
  'ERR_CLASH',
  'ERR_INSTRUMENT',
] as const;

export type CoverageErrorCode = (typeof COVERAGE_ERROR_CODES)[number];

/** A `CoverageError` as it travels over a port or socket. */
export interface CoverageErrorData {
  code: CoverageErrorCode;
  message: string;
  details?: Record<string, string | number>;
}

export interface CoverageErrorOptions {
  /** The error underneath, handed on unchanged (for a failing writer: that very error). */
  cause?: unknown;
  /** Machine-readable facts, for instance the byte offset in a damaged file. */
  details?: Record<string, string | number>;
}

/**
 * A failure that the caller can act on. Compare `code`, not the class: an error that crossed a thread or a process
 * is a new object.
 */
export class CoverageError extends Error {
  readonly code: CoverageErrorCode;
  readonly details: Record<string, string | number> | undefined;

  constructor(code: CoverageErrorCode, message: string, options: CoverageErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'CoverageError';
    this.code = code;
    this.details = options.details;
  }

  /** The part of the error that other threads and processes are told. */
  toData(): CoverageErrorData {
    return { code: this.code, message: this.message, ...(this.details && { details: this.details }) };
  }

  static fromData(data: CoverageErrorData): CoverageError {
    return new CoverageError(data.code, data.message, data.details ? { details: data.details } : {});
  }
}

/** True for a `code` property of any error that is one of ours, whichever thread or copy of covd made it. */
export function isCoverageErrorCode(code: unknown): code is CoverageErrorCode {
  return (COVERAGE_ERROR_CODES as readonly unknown[]).includes(code);
}
