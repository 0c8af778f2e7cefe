// marked and htmlparser2: Markdown to HTML, and HTML to events.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Parser } from 'htmlparser2';
import { lexer, marked } from 'marked';

const require = createRequire(import.meta.url);
const text = readFileSync(require.resolve('rxjs/package.json').replace('package.json', 'CHANGELOG.md'), 'utf8').slice(
  0,
  60_000,
);
const html = await marked.parse(`${text}\n\n| a | b |\n| - | -: |\n| 1 | ~~2~~ |\n\n- [x] done\n`);
console.log(html, lexer(text).length);
const events: string[] = [];
const parser = new Parser({
  onopentag: (name, attributes) => void events.push(`<${name} ${JSON.stringify(attributes)}`),
  ontext: (data) => void events.push(data),
  onclosetag: (name, implied) => void events.push(`>${name} ${implied}`),
});
parser.write(html);
parser.end('<p>unclosed<br><table><tr><td>');
console.log(events.join('\n'));
