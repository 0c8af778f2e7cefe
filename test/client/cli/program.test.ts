// Which verbs are loaded for which command line.

import test from 'ava';
import { createProgram } from '../../../client/cli/program.js';

const ALL = (await createProgram('1.0.0', undefined)).commands.map((command) => command.name());

for (const verb of ALL) {
  test(`createProgram loads no verb but ${verb} for it`, async (t) => {
    const { commands } = await createProgram('1.0.0', verb);
    t.deepEqual(
      commands.map((command) => command.name()),
      [verb],
    );
  });
}

for (const word of ['help', '--help', 'nosuch', 'toString']) {
  test(`createProgram knows all verbs for ${word}`, async (t) => {
    const { commands } = await createProgram('1.0.0', word);
    t.deepEqual(
      commands.map((command) => command.name()),
      ALL,
    );
    t.true(ALL.includes('run') && ALL.includes('window'));
  });
}
