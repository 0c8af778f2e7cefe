// Template engines: handlebars (helpers, partials, blocks) and ejs (includes, escapes, errors).

import ejs from 'ejs';
import handlebars from 'handlebars';

const people = Array.from({ length: 20 }, (_, i) => ({ name: `N<${i}>`, age: i * 3, tags: i % 2 ? ['a', 'b'] : [] }));
handlebars.registerHelper('loud', (text: string) => text.toUpperCase());
handlebars.registerPartial('tag', '[{{this}}]');
const page =
  '{{#each people}}{{@index}} {{loud name}} {{#if tags}}{{#each tags}}{{> tag}}{{/each}}{{else}}none{{/if}} {{{age}}}\n{{/each}}';
console.log(handlebars.compile(page)({ people }));
console.log(handlebars.precompile('{{#unless a}}{{b.c}}{{/unless}}'));
console.log(ejs.render('<% for (const p of people) { %><%= p.name %> <%- p.age %>,<% } %>', { people }));
try {
  ejs.render('<% missing() %>\n', {}, { filename: 'page.ejs' });
} catch (error) {
  console.log((error as Error).message);
}
