// The calls through which the daemon thread writes files, as one object so that a test can make each of them fail.
// All are synchronous on purpose: the asynchronous ones of node:fs run on libuv's thread pool, which the whole process
// shares, so a measured program that keeps the pool busy (scrypt, zlib, dns.lookup) would keep the daemon waiting too.

import fs from 'node:fs';

export type FileSystem = Pick<
  typeof fs,
  | 'closeSync'
  | 'existsSync'
  | 'fstatSync'
  | 'linkSync'
  | 'openSync'
  | 'readSync'
  | 'renameSync'
  | 'statSync'
  | 'unlinkSync'
  | 'writevSync'
>;

/** The real one. */
export const nodeFileSystem: FileSystem = fs;
