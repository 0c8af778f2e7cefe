// Code that claims a module's region where no hook of the thread has done it: before a module that the ESM hooks'
// thread of Node 20 has instrumented, and in the output of `covd build`. Without covd the counters go to a private array.

import { type ClaimedModule, counterGlobal } from '../thread/measured-runtime.js';
import type { PreparedModule } from './prepare-module.js';

// In two pieces, as in measured-mark.ts.
const RUNTIME = ['globalThis[Symbol.for("covd', '.thread")]'].join('');

/** The instrumented text with its prologue put in, on the line where its code starts. */
export function withPrologue(module: PreparedModule): string {
  const claim = claimExpression(module, undefined);
  if (module.format === 'commonjs') return insertPrologue(module, `;${claim};`);
  return insertPrologue(module, importPrologue(`data:text/javascript,${encodeURIComponent(claim)}`));
}

/** The import that comes first: it is evaluated before all others, and so before a cyclic caller can reach a function. */
export function importPrologue(specifier: string): string {
  return `;import${JSON.stringify(specifier)};`;
}

/** The text of `module` with `prologue` where its code starts. */
export function insertPrologue({ code, prologueOffset }: PreparedModule, prologue: string): string {
  return code.slice(0, prologueOffset) + prologue + code.slice(prologueOffset);
}

/** Claims the module's region; `maps` is an expression that gives the directory of its map, if that is not the store. */
export function claimExpression(module: PreparedModule, maps: string | undefined): string {
  const { hash, file, mode, counterCount, functionCounters } = module;
  const claimed: ClaimedModule = { hash, file, mode, counterCount, functionCounters: [...functionCounters] };
  const facts = JSON.stringify(claimed);
  const argument = maps === undefined ? facts : `${facts.slice(0, -1)},maps:${maps}}`;
  const name = JSON.stringify(counterGlobal(hash));
  const array = `new ${mode === 'set' ? 'Uint8Array' : 'Int32Array'}(${counterCount})`;
  const ownArray = `${name}in globalThis||Object.defineProperty(globalThis,${name},{value:${array}})`;
  return `${RUNTIME}?.claim(${argument})??(${ownArray})`;
}
