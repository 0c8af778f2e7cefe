// Code that claims a module's region where no hook of the thread has done it: before a module that the ESM hooks'
// thread of Node 20 has instrumented, and in the output of `covd build`. Without covd the counters go to a private array.

import { type ClaimedModule, counterGlobal } from '../thread/measured-runtime.js';
import type { PreparedModule } from './prepare-module.js';

// In two pieces, as in measured-mark.ts.
const RUNTIME = ['globalThis[Symbol.for("covd', '.thread")]'].join('');

/** The instrumented text with its prologue put in, on the line where its code starts. */
export function withPrologue(module: PreparedModule): string {
  const { code, prologueOffset, format } = module;
  const claim = claimExpression(module);
  // A module's first import is evaluated before all its others, and so before any cyclic caller can reach its functions.
  const prologue = format === 'module' ? `;import"data:text/javascript,${encodeURIComponent(claim)}";` : `;${claim};`;
  return code.slice(0, prologueOffset) + prologue + code.slice(prologueOffset);
}

function claimExpression({ hash, file, mode, counterCount, functionCounters }: PreparedModule): string {
  const module: ClaimedModule = { hash, file, mode, counterCount, functionCounters: [...functionCounters] };
  const name = JSON.stringify(counterGlobal(hash));
  const array = `new ${mode === 'set' ? 'Uint8Array' : 'Int32Array'}(${counterCount})`;
  const ownArray = `${name}in globalThis||Object.defineProperty(globalThis,${name},{value:${array}})`;
  return `${RUNTIME}?.claim(${JSON.stringify(module)})??(${ownArray})`;
}
