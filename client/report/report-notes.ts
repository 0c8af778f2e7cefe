// What a reader of a report must know before trusting its numbers. Runs in the CLI process.

import type { MeasuredFile } from './measured-file.js';

/** Sentences without a final period; files are named when they are few. */
export function listNotes(chosen: readonly MeasuredFile[], leftOut: readonly MeasuredFile[]): string[] {
  const notes: string[] = [];
  const note = (files: readonly MeasuredFile[], sentence: string) => {
    const paths = [...new Set(files.map(({ path }) => path))];
    if (paths.length > 0) notes.push(`${namePaths(paths)}: ${sentence}`);
  };
  note(
    leftOut,
    'counts of another version of the text are left out; merge --pcombine brings over the functions that did not change',
  );
  note(inState(chosen, 'changed'), 'changed since it was measured; counts are reported, the text is not shown');
  note(inState(chosen, 'missing'), 'source not found; counts are reported, the text is not shown (--src DIR)');
  return [...notes, ...listNotesOnCounts(chosen)];
}

/** A sentence for each file that was loaded as it is, which the report therefore lacks. */
export function listUnmeasured(unmeasured: Readonly<Record<string, string>>): string[] {
  return Object.entries(unmeasured).map(([file, reason]) => `${file}: not measured: ${reason}`);
}

const FEW = 3;

function namePaths(paths: string[]): string {
  const rest = paths.length - FEW;
  return paths.slice(0, FEW).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function inState(files: readonly MeasuredFile[], state: MeasuredFile['source']['state']): MeasuredFile[] {
  // What is shown of a file with a source map is the text inside that map.
  return files.filter(({ source, data }) => source.state === state && !data.inputSourceMap);
}

function listNotesOnCounts(files: readonly MeasuredFile[]): string[] {
  const notes: string[] = [];
  const perFunction = files.filter(({ granularity }) => granularity === 'perfunc');
  if (perFunction.length === files.length && files.length > 0) {
    notes.push(
      'granularity perfunc: a statement or line counts as covered when its function was called; branches are not known',
    );
  } else if (perFunction.length > 0) {
    notes.push('granularity perfunc in some of the data: there, only calls of functions are known, branches are not');
  }
  const modes = new Set(files.map(({ mode }) => mode));
  if (modes.has('set') && modes.size === 1) notes.push('mode set: a count of 1 means "ran", not "ran once"');
  else if (modes.has('set')) notes.push('mode set in some of the data: counts are lower bounds of how often code ran');
  return notes;
}
