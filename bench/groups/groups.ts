// All groups, in the order in which they are run and stand in README.md.

import { files } from './files/files.js';
import type { Group } from './group.js';
import { instrumenting } from './instrumenting/instrumenting.js';
import { live } from './live/live.js';
import { rest } from './rest/rest.js';
import { runtime } from './runtime/runtime.js';
import { server } from './server/server.js';
import { starts } from './starts/starts.js';
import { threads } from './threads/threads.js';
import { versions } from './versions/versions.js';

export const GROUPS: Group[] = [runtime, starts, versions, server, threads, instrumenting, live, files, rest];
