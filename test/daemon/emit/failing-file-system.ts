// The real file system, but for one call that fails.

import fs from 'node:fs';
import type { FileSystem } from '../../../daemon/emit/file-system.js';

/** Every call in order, and the system's error `code` instead of call number `failAt` (0-based). */
export class FailingFileSystem {
  readonly calls: string[] = [];
  readonly fs: FileSystem;

  constructor(failAt = Number.POSITIVE_INFINITY, code = 'EIO') {
    this.fs = new Proxy(fs as FileSystem, {
      get: (target, name: keyof FileSystem) => {
        const call = target[name] as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          this.calls.push(name);
          if (this.calls.length - 1 === failAt) throw Object.assign(new Error(code), { code, errno: -5 });
          return call(...args);
        };
      },
    });
  }
}
