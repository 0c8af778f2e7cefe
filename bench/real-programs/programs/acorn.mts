// acorn: parses itself and reports every node type and comment.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Comment, parse, tokenizer } from 'acorn';

const source = readFileSync(createRequire(import.meta.url).resolve('acorn'), 'utf8');
const comments: Comment[] = [];
const program = parse(source, { ecmaVersion: 'latest', locations: true, onComment: comments });
const tokens = [...tokenizer(source, { ecmaVersion: 'latest' })].map(({ type, start }) => `${type.label}@${start}`);
console.log(JSON.stringify({ program, comments, tokens }));
for (const broken of ['let let = 1', 'a => { b', '`${', 'class { #a; #a }']) {
  try {
    parse(broken, { ecmaVersion: 'latest' });
  } catch (error) {
    console.log(String(error));
  }
}
