// `covd textfmt`: the text format of `go test -coverprofile`, which Go's and many other tools read. Runs in the CLI process.
//
//   mode: atomic
//   example.com/mod/alpha/a.go:3.20,5.10 2 1        file, start and end (line.column, end exclusive), statements, count

import type { CoverageProfile } from './coverage-profile.js';

/** The lines, package by package, in order of path, file and position. */
export function* formatTextProfile(profile: CoverageProfile): Generator<string> {
  yield `mode: ${profile.mode}\n`;
  for (const path of profile.packagePaths()) {
    let lines = '';
    for (const { fn, unit, count } of profile.unitsOf(path)) {
      const [startLine, startColumn, endLine, endColumn, statements] = unit;
      lines += `${fn.file}:${startLine}.${startColumn},${endLine}.${endColumn} ${statements} ${count}\n`;
    }
    yield lines;
  }
}
