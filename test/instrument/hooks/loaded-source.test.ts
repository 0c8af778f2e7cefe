// URLs that stand for files, and URLs that do not.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';
import { fileOf } from '../../../instrument/hooks/loaded-source.js';

for (const name of ['/app/main.js', '/app/a b/ü.js', '/app/100%.js', '/app/what?.js', '/app/a#b.js', '/a\\b.js']) {
  test(`fileOf gives the path of the URL of ${name}`, (t) => {
    const path = resolve(name);
    t.is(fileOf(pathToFileURL(path).href), path);
    t.is(fileOf(`${pathToFileURL(path).href}?v=1#there`), path);
  });
}

for (const url of [
  ...['node:fs', 'data:text/javascript,1', 'file://host/app/main.js', 'file:///app%2Fmain.js'],
  // What import-in-the-middle makes of a file.
  ...['file:///app/main.js?iitm=true', 'file:///app/main.js?v=1&iitm=bindings'],
]) {
  test(`fileOf gives nothing for ${url}`, (t) => {
    t.is(fileOf(url), undefined);
  });
}
