// Whether a program may load ES modules, as far as that can be said: the thread of the ESM hooks costs 60 ms and more.
// Runs in each measured thread on Node 20; goes with this folder.

import { readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { hasModuleSyntax } from '../../naming/module-formats.js';

/** True for a thread whose entry is an ES module, or that says nothing about its entry. */
export function startsWithModules(): boolean {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  if (/--(import|loader|experimental-loader|input-type|experimental-default-type)\b/.test(flags)) return true;
  const evaluated = (process as { _eval?: unknown })._eval;
  if (typeof evaluated === 'string') return mayImport(evaluated);
  const entry = process.argv[1];
  return entry === undefined || isModuleFile(entry);
}

/** True for a CommonJS source that may import an ES module, or that Node may find to be one. */
export function mayImport(source: string): boolean {
  return /\bimport\s*\(/.test(source) || hasModuleSyntax(source);
}

function isModuleFile(file: string): boolean {
  switch (extname(file)) {
    case '.cjs':
    case '.cts':
      return false;
    case '.js':
    case '':
      return packageType(dirname(file)) === 'module';
    default:
      return true;
  }
}

function packageType(directory: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { type?: unknown }).type;
  } catch {
    // No package.json here: Node goes on to the next directory up.
    const parent = dirname(directory);
    return parent === directory ? undefined : packageType(parent);
  }
}
