// postcss: parses, walks, transforms and maps a style sheet.

import postcss from 'postcss';

const css = Array.from(
  { length: 200 },
  (_, i) => `.a${i} > b:hover { color: rgb(${i}, 0, 0) !important; /* c */ margin: ${i}px }`,
);
const upper = {
  postcssPlugin: 'upper',
  Declaration(node: postcss.Declaration) {
    node.value = node.value.toUpperCase();
  },
};
const result = await postcss([upper]).process(css.join('\n'), { from: 'a.css', to: 'b.css', map: { inline: false } });
console.log(result.css, result.map.toString());
try {
  postcss.parse('a { b: c', { from: undefined });
} catch (error) {
  console.log(String(error));
}
