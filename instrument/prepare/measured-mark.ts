// The last line of every instrumented text: it says that the module's top level has run, and tells hooks that the text
// is instrumented already (a built file, or one that another hook hands on). Runs in measured threads, which ask, and wherever
// sources are instrumented.

// In two pieces, so that this very file does not carry the mark.
const CALL = ['Symbol.for("covd', '.thread")]?.loaded("'].join('');

/** The line for the module with this hash (32 hex digits), with the newline before it. Valid in any module or script. */
export function measuredMark(hash: string): string {
  return `\n;globalThis[${CALL}${hash}");`;
}

/** True for a text that is instrumented already, also after a transpiler has printed it anew. */
export function isMarked(text: string): boolean {
  return text.includes(CALL);
}
