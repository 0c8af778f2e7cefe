// Names of files for tables. Runs in the CLI process.

import { isAbsolute, relative, sep } from 'node:path';

/** Relative to `root` for files in it, else as they are. */
export function shortenPaths(files: readonly string[], root: string): Map<string, string> {
  return new Map(files.map((file) => [file, shortenPath(file, root)]));
}

function shortenPath(file: string, root: string): string {
  if (!isAbsolute(file)) return file;
  const inside = relative(root, file);
  return inside.startsWith(`..${sep}`) || isAbsolute(inside) || inside === '' ? file : inside;
}
