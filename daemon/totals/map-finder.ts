// Finds module maps: those that a thread sent because it could not store them, then those in the store. Daemon thread.

import { decodeModuleMap, type StoredModuleMap } from '../../instrument/store/module-map-codec.js';
import { readModuleMap } from '../../instrument/store/read-module-map.js';

export class MapFinder {
  readonly #stores = new Set<string>();
  readonly #received = new Map<string, Uint8Array>();

  /** The directories that are looked in. */
  get stores(): readonly string[] {
    return [...this.#stores];
  }

  /** Another directory to look in. */
  addStore(directory: string): void {
    this.#stores.add(directory);
  }

  /** A map that is in no store; `bytes` is MessagePack. */
  addMap(hash: string, bytes: Uint8Array): void {
    this.#received.set(hash, bytes);
  }

  /** The map of the module with this hash; undefined where there is none that can be read. */
  find(hash: string): StoredModuleMap | undefined {
    const received = this.#received.get(hash);
    if (received) return tryRead(() => decodeModuleMap(received, hash));
    for (const directory of this.#stores) {
      const found = tryRead(() => readModuleMap(directory, hash));
      if (found) return found;
    }
    return undefined;
  }
}

function tryRead(read: () => StoredModuleMap): StoredModuleMap | undefined {
  try {
    return read();
  } catch {
    // Missing or damaged: the module counts on without a map, and the next request looks again.
    return undefined;
  }
}
