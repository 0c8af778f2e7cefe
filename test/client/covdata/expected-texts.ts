// Go's own output for each vector directory, with what differs by nature taken away.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CoverageInputs } from '../../../client/covdata/read-programs.js';
import { VECTORS, vectorDirectories } from '../../daemon/files/go-vectors.js';

/** What Go's tool printed: stdout, and the warnings and errors on stderr. */
export interface ExpectedText {
  stdout: string;
  stderr: string[];
}

/** From `<directory>.<verb>.txt`, which holds both (in some of them warnings stand between the lines). */
export function expectedText(directory: string, verb: string): ExpectedText {
  const text = readFileSync(join(VECTORS, `${directory}.${verb}.txt`), 'utf8');
  const stderr = text.match(/^(?:warning|error): .*$/gm) ?? [];
  return { stdout: text.replace(/-- stderr:\n.*$/s, '').replace(/^warning: .*\n/gm, ''), stderr };
}

/** Inputs that read a vector and note warnings, except the one that covd adds for a second segment. */
export function vectorInputs(...directories: string[]): CoverageInputs & { warnings: string[] } {
  const warnings: string[] = [];
  const warn = (text: string) => {
    if (!text.includes('segments')) warnings.push(`warning: ${text}`);
  };
  return { directories: directories.map((directory) => join(VECTORS, directory)), warn, warnings };
}

/** Directories whose texts were made by reading them alone, which is all of them. */
export const TEXT_VECTORS = vectorDirectories();
