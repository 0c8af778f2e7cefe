// Measures child processes, also those that are given an environment of their own: each gets the preload in
// NODE_OPTIONS and the options in COVD_*. Runs in each measured thread.
//
// All asynchronous forms (spawn, exec, execFile, fork, cluster) end in ChildProcess.prototype.spawn, all synchronous
// ones in the spawn_sync binding, both with the environment as NAME=value pairs. Patching these two, and not the public
// functions, leaves no frame of ours in the errors that those throw.

import type { CoverageOptions } from '../coverage-options.js';
import { nodeOptionsWithPreload, optionsEnvironment } from '../options/options-environment.js';

interface SpawnOptions {
  envPairs?: string[];
}

type Spawn = (this: unknown, options: SpawnOptions, ...rest: unknown[]) => unknown;

/** Gives every child process started by this thread the preload and the options. */
export function patchChildren(options: CoverageOptions, preload: string): void {
  const measure = (envPairs: string[]) => measuredEnvironment(envPairs, { options, preload, own: process.env });
  beforeFirstChild(() => {
    const { ChildProcess } = process.getBuiltinModule('node:child_process');
    patchSpawn(ChildProcess.prototype as unknown as { spawn: Spawn }, measure);
  });
  const binding = bindingOf<{ spawn: Spawn }>('spawn_sync');
  if (binding !== undefined) patchSpawn(binding, measure);
}

/**
 * Calls `patch` when the program makes its first ChildProcess, before that spawns. Loading child_process takes 2 to 3 ms,
 * which most threads need not pay. The constructor gives each process handle its `onexit`, which nothing else does (seen on
 * 20.20, 22.23, 24.21 and 26.10); so the handles' prototype tells of the first one, and is then as it was.
 */
function beforeFirstChild(patch: () => void): void {
  const prototype = bindingOf<{ Process: { prototype: object } }>('process_wrap')?.Process.prototype;
  if (prototype === undefined) {
    patch();
    return;
  }
  Object.defineProperty(prototype, 'onexit', {
    configurable: true,
    set(this: object, value: unknown) {
      Reflect.deleteProperty(prototype, 'onexit');
      Reflect.set(this, 'onexit', value);
      patch();
    },
  });
}

function patchSpawn(holder: { spawn: Spawn }, measure: (envPairs: string[]) => string[]): void {
  const { spawn } = holder;
  holder.spawn = function (this: unknown, options, ...rest) {
    const measured = options?.envPairs ? { ...options, envPairs: measure(options.envPairs) } : options;
    return Reflect.apply(spawn, this, [measured, ...rest]);
  };
}

export interface MeasuredChild {
  options: CoverageOptions;
  /** Absolute path of the preload. */
  preload: string;
  /** This process's own environment. */
  own: NodeJS.ProcessEnv;
}

/** `envPairs` with the preload, and with every option that the program has not set otherwise. */
export function measuredEnvironment(envPairs: string[], { options, preload, own }: MeasuredChild): string[] {
  const wanted = new Map(Object.entries(optionsEnvironment(options)));
  const kept = envPairs.filter((pair) => !pair.startsWith('NODE_OPTIONS='));
  for (const pair of kept) {
    const name = pair.slice(0, pair.indexOf('='));
    // What this process was started with may be relative to its directory; anything else is the program's own wish.
    if (wanted.has(name) && pair !== `${name}=${own[name]}`) wanted.delete(name);
  }
  const nodeOptions = envPairs.find((pair) => pair.startsWith('NODE_OPTIONS='))?.slice('NODE_OPTIONS='.length);
  return [
    ...kept.filter((pair) => !wanted.has(pair.slice(0, pair.indexOf('=')))),
    `NODE_OPTIONS=${nodeOptionsWithPreload(nodeOptions, preload)}`,
    ...[...wanted].map(([name, value]) => `${name}=${value}`),
  ];
}

/**
 * process.binding is old but still here on 20.20, 22.23, 24.21 and 26.10; it warns under --pending-deprecation alone.
 * undefined: not allowed (the permission model); synchronous children with an environment of their own are not measured.
 */
function bindingOf<T>(name: string): T | undefined {
  const before = Object.getOwnPropertyDescriptor(process, 'noDeprecation');
  try {
    // Under --no-deprecation it is read-only, and true already.
    Reflect.set(process, 'noDeprecation', true);
    const { binding } = process as unknown as { binding?: (name: string) => T };
    return binding?.(name);
  } catch {
    // Coverage of some children is lost, as said above; the program must not notice.
    return undefined;
  } finally {
    if (before === undefined) Reflect.deleteProperty(process, 'noDeprecation');
    else Reflect.defineProperty(process, 'noDeprecation', before);
  }
}
