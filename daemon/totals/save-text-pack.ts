// Packs the instrumented sources of a program for its next start. Daemon thread.

import { readFileSync } from 'node:fs';
import { programFilePath } from '../../instrument/store/program-file.js';
import { storeEntryPath } from '../../instrument/store/store-directory.js';
import { decodeStoreEntry, storeEntryOrigin } from '../../instrument/store/store-entry.js';
import { encodeTextPack, type PackedText, packedBytes } from '../../instrument/store/text-pack.js';
import { tryReplaceFile } from '../../instrument/whole-file.js';

/** A start reads the pack whole; what does not fit is read by itself. */
const MAX_PACK_BYTES = 32 * 1024 * 1024;

export interface PackedProgram {
  /** The store. */
  directory: string;
  /** Its key, as program-file.ts makes it. */
  program: string;
  /** Hashes of the modules to pack. */
  hashes: Iterable<string>;
}

/** Writes the program's pack anew from the entries that the store has; `maxBytes` bounds the length of their strings. */
export function saveTextPack({ directory, program, hashes }: PackedProgram, maxBytes: number = MAX_PACK_BYTES): void {
  const texts: PackedText[] = [];
  let total = 0;
  for (const hash of hashes) {
    const text = readEntry(directory, hash);
    const bytes = text === undefined ? 0 : packedBytes(text);
    if (text === undefined || total + bytes > maxBytes) continue;
    texts.push(text);
    total += bytes;
  }
  tryReplaceFile(programFilePath(directory, 'texts', program), encodeTextPack(texts));
}

function readEntry(directory: string, hash: string): PackedText | undefined {
  try {
    const bytes = readFileSync(storeEntryPath(directory, hash));
    const [entry, origin] = [decodeStoreEntry(bytes), storeEntryOrigin(bytes)];
    return entry && origin && { hash, entry, origin };
  } catch {
    // The module's map came past the store (a store that was full, output of `covd build`), or it has just been emptied.
    return undefined;
  }
}
