// Which verbs are loaded for which command line, and what unknown options are told.

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

for (const [flag, suggestion] of [
  ['-pkg=a/...', "error: unknown option '-pkg=a/...'\n(Did you mean --pkg=a/...?)\n"],
  ['-pcombine', "error: unknown option '-pcombine'\n(Did you mean --pcombine?)\n"],
  ['-nosuch', "error: unknown option '-nosuch'\n"],
] as const) {
  test(`createProgram answers ${flag}, as Go spells it`, async (t) => {
    const program = await createProgram('1.0.0', 'merge');
    const errors: string[] = [];
    for (const command of [program, ...program.commands])
      command.configureOutput({ writeErr: (text) => errors.push(text) });
    await t.throwsAsync(program.parseAsync(['node', 'covd', 'merge', '-i', 'a', '-o', 'b', flag]));
    t.is(errors.join(''), suggestion);
  });
}
