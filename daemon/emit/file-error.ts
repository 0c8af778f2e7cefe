// Turns what the operating system refused into the errors that callers of the five functions get. Daemon thread.

import { getSystemErrorMap } from 'node:util';
import { CoverageError, type CoverageErrorCode } from '../../instrument/coverage-error.js';

const CODES: Record<string, CoverageErrorCode> = {
  ENOENT: 'ENOENT',
  EACCES: 'EACCES',
  EPERM: 'EACCES',
  ENOTDIR: 'ENOTDIR',
};

/**
 * `action: what the system said`, in the system's words ("no such file or directory", "permission denied"). Codes
 * that callers do not tell apart (disk full, read-only, ...) become EIO, with the system's own name in
 * `details.errno`. A CoverageError is handed on as it is.
 */
export function toFileError(action: string, error: unknown): CoverageError {
  if (error instanceof CoverageError) return error;
  const { code = 'unknown', errno } = error as NodeJS.ErrnoException;
  const text = getSystemErrorMap().get(errno ?? 0)?.[1] ?? String(error);
  return new CoverageError(CODES[code] ?? 'EIO', `${action}: ${text}`, { cause: error, details: { errno: code } });
}
