// The real file system, but for calls that fail.

import fs from 'node:fs';
import type { FileSystem } from '../../../daemon/emit/file-system.js';

/** Notes every call; call number `failAt` (0-based) fails with EIO, and with `forEver` every later one too. */
export class FailingFileSystem {
  readonly calls: string[] = [];
  readonly fs: FileSystem;

  constructor(failAt = Number.POSITIVE_INFINITY, { forEver = false }: { forEver?: boolean } = {}) {
    this.fs = new Proxy(fs as FileSystem, {
      get: (target, name: keyof FileSystem) => {
        const call = target[name] as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          const number = this.calls.push(name) - 1;
          if (number === failAt || (forEver && number > failAt)) fail();
          return call(...args);
        };
      },
    });
  }
}

function fail(): never {
  throw Object.assign(new Error('EIO'), { code: 'EIO', errno: -5 });
}
