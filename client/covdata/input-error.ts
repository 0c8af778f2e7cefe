// Inputs that cannot be read, in the words of Go's tool. Runs in the CLI process and its workers.

import { CoverageError } from '../../instrument/coverage-error.js';

const REASONS = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  ENOTDIR: 'not a directory',
} as const;

/** The error for an input directory or file; codes that covd has no name for become EIO. */
export function inputError(path: string, cause: unknown): CoverageError {
  const { code } = cause as NodeJS.ErrnoException;
  const known = code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR' ? code : undefined;
  const reason = known ? REASONS[known] : String(code ?? cause);
  return new CoverageError(known ?? 'EIO', `reading inputs: open ${path}: ${reason}`, { cause });
}
