import { Module } from 'node:module';
import test from 'ava';
import { type ScriptReads, watchScriptReads } from '../../../../instrument/hooks/node20/script-reads.js';

interface Loadable {
  load: unknown;
}

const handlers = (Module as unknown as { _extensions: Record<string, unknown> })._extensions;
const prototype = Module.prototype as unknown as Loadable;

/** What `takeTurn` says, twice, once somebody has taken `load` of a module with this id. */
function turnsAfterLoadOf(reads: ScriptReads, id: string): boolean[] {
  const { load } = new Module(id) as unknown as Loadable;
  return typeof load === 'function' ? [reads.takeTurn(), reads.takeTurn()] : [];
}

test.serial('ScriptReads.takeTurn is true once for each script that is being loaded', (t) => {
  const reads = watchScriptReads();
  t.false(reads.takeTurn());
  t.deepEqual(turnsAfterLoadOf(reads, '/app/a.js'), [true, false]);
  t.deepEqual(turnsAfterLoadOf(reads, '/app/b.js'), [true, false]);
  reads.restore();
});

for (const id of ['/app/data.json', '/app/addon.node', '.']) {
  test.serial(`ScriptReads.takeTurn is false for a module with the id ${id}`, (t) => {
    const reads = watchScriptReads();
    t.deepEqual(turnsAfterLoadOf(reads, id), [false, false]);
    reads.restore();
  });
}

for (const extension of ['.js', '.special.js']) {
  test.serial(`ScriptReads.takeTurn is false where a transpiler handles ${extension}`, (t) => {
    const reads = watchScriptReads();
    const own = handlers[extension];
    handlers[extension] = () => {};
    t.deepEqual(turnsAfterLoadOf(reads, '/app/a.js'), [false, false]);
    if (own === undefined) delete handlers[extension];
    else handlers[extension] = own;
    t.deepEqual(turnsAfterLoadOf(reads, '/app/a.js'), [true, false]);
    reads.restore();
  });
}

test.serial('ScriptReads.restore leaves what stood there, or what the program has put there since', (t) => {
  const before = Object.getOwnPropertyDescriptor(prototype, 'load');
  watchScriptReads().restore();
  t.deepEqual(Object.getOwnPropertyDescriptor(prototype, 'load'), before);
  const reads = watchScriptReads();
  const patched = () => {};
  prototype.load = patched;
  t.is(prototype.load, patched);
  reads.restore();
  t.is(Object.getOwnPropertyDescriptor(prototype, 'load')?.value, patched);
  Object.defineProperty(prototype, 'load', before ?? {});
});
