// Builds files: source -> instrumented source with a prologue, source map and module map. Runs in the threads of the
// build's pool.

import { chmodSync, copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { messageOf } from '../message-of.js';
import { FileInstrumenter, type InstrumentedFile } from '../prepare/instrument-file.js';
import { measuredMark } from '../prepare/measured-mark.js';
import type { PreparedModule } from '../prepare/prepare-module.js';
import { claimExpression, importPrologue, insertPrologue } from '../prepare/prologue.js';
import { encodeModuleMap } from '../store/module-map-codec.js';
import { storeEntryPath } from '../store/store-directory.js';
import { encodeStoreEntry } from '../store/store-entry.js';
import { BUILD_FOLDER, type BuildSettings } from './build-layout.js';
import { encodeSourceMap } from './encode-source-map.js';

/** Some files of the source, as paths relative to it. */
export interface BuildTask {
  settings: BuildSettings;
  paths: string[];
}

/** What became of one file. */
export type BuildOutcome =
  | { path: string; type: 'instrumented'; hash: string }
  /** Copied as it is, because it says so itself or cannot be instrumented. */
  | { path: string; type: 'unmeasured'; reason: string };

/** Builds the files of a task one after another; a file that cannot be instrumented is copied. */
export function buildFiles({ settings, paths }: BuildTask): BuildOutcome[] {
  const instrumenter = new FileInstrumenter({
    ...settings.options,
    // Not the hashes of a run: the text differs, and the map must be found beside the output.
    hashSalt: `${settings.covdVersion} build`,
    sourceMap: true,
  });
  return paths.map((path) => buildFile(settings, path, instrumenter));
}

function buildFile(settings: BuildSettings, path: string, instrumenter: FileInstrumenter): BuildOutcome {
  const file = join(settings.source, path);
  const target = join(settings.out, path);
  const { mode } = statSync(file);
  mkdirSync(dirname(target), { recursive: true });
  try {
    const built = instrumenter.instrument(file);
    if ('ignored' in built) return copyUnmeasured(built.ignored);
    writeBuilt(settings, path, built);
    chmodSync(target, mode);
    return { path, type: 'instrumented', hash: built.facts.hash };
  } catch (error) {
    return copyUnmeasured(messageOf(error));
  }

  function copyUnmeasured(reason: string): BuildOutcome {
    copyFileSync(file, target);
    return { path, type: 'unmeasured', reason };
  }
}

function prepared({ format, facts, instrumented }: InstrumentedFile): PreparedModule {
  const { counterCount, functions } = instrumented.map;
  return {
    hash: facts.hash,
    file: facts.file,
    mode: facts.mode,
    format,
    code: instrumented.code,
    prologueOffset: instrumented.prologueOffset,
    counterCount,
    functionCounters: Uint32Array.from(functions, (mapped) => mapped.counterCount),
  };
}

function writeBuilt(settings: BuildSettings, path: string, built: InstrumentedFile): void {
  const { instrumented } = built;
  const module = prepared(built);
  const folder = join(settings.out, BUILD_FOLDER);
  const target = join(settings.out, path);
  const toFolder = relative(dirname(target), folder).split(sep).join('/');
  const prologue =
    module.format === 'module' ? importClaim(module, { folder, toFolder }) : statementClaim(module, toFolder);
  const code = insertPrologue(module, prologue) + measuredMark(module.hash);
  // Node strips types from TypeScript and keeps no map; everything else has one.
  const mapName = `${basename(target)}.map`;
  const map = encodeSourceMap(instrumented, {
    file: basename(target),
    source: relative(dirname(target), module.file).split(sep).join('/'),
    sourceText: built.facts.source,
    inserted: { offset: module.prologueOffset, length: prologue.length },
  });
  writeFileSync(`${target}.map`, map);
  writeFileSync(
    storeEntryPath(folder, module.hash),
    encodeStoreEntry({ ...module, code: '' }, encodeModuleMap(instrumented.map)),
  );
  writeFileSync(target, `${code}\n//# sourceMappingURL=${mapName}\n`);
}

/** ES modules import their claim, which knows by its own place where the maps lie. */
function importClaim(module: PreparedModule, { folder, toFolder }: { folder: string; toFolder: string }): string {
  const claim = claimExpression(module, 'new URL(".",import.meta.url).href');
  writeFileSync(join(folder, `${module.hash}.mjs`), `${claim};\n`);
  const specifier = `${toFolder}/${module.hash}.mjs`;
  return importPrologue(specifier.startsWith('../') ? specifier : `./${specifier}`);
}

function statementClaim(module: PreparedModule, toFolder: string): string {
  return `;${claimExpression(module, `__dirname+${JSON.stringify(`/${toFolder}`)}`)};`;
}
