// The environment that makes every Node.js process below `covd run` measure itself. Runs in the CLI process.

import { fileURLToPath } from 'node:url';
import { ENVIRONMENT } from '../../instrument/coverage-options.js';
import { nodeOptionsWithPreload } from '../../instrument/options/options-environment.js';

/** What `covd run` was told; undefined: leave what the environment says, else the preload's default. */
export interface RunSettings {
  /** Absolute. */
  dir: string;
  mode: string | undefined;
  granularity: string | undefined;
  flushMs: number | undefined;
  include: string[] | undefined;
  exclude: string[] | undefined;
}

/** A copy of `env` with the preload in NODE_OPTIONS, before the options already there, and with COVD_* set. */
export function createPreloadEnvironment(settings: RunSettings, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given: [name: string, value: string | undefined][] = [
    [ENVIRONMENT.dir, settings.dir],
    [ENVIRONMENT.mode, settings.mode],
    [ENVIRONMENT.granularity, settings.granularity],
    [ENVIRONMENT.flushMs, settings.flushMs?.toString()],
    [ENVIRONMENT.include, settings.include && JSON.stringify(settings.include)],
    [ENVIRONMENT.exclude, settings.exclude && JSON.stringify(settings.exclude)],
    [ENVIRONMENT.root, env[ENVIRONMENT.root] ?? process.cwd()],
    ['NODE_OPTIONS', nodeOptionsWithPreload(env.NODE_OPTIONS, preloadPath())],
  ];
  return { ...env, ...Object.fromEntries(given.filter(([, value]) => value !== undefined)) };
}

function preloadPath(): string {
  return fileURLToPath(new URL('../../instrument/register.cjs', import.meta.url));
}
