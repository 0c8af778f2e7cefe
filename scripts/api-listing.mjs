// Prints the public API, one line for each exported function, type, class and member, as tsc declared it in dist/.
// docs/api.txt is this listing as last agreed upon; a test compares them, so that no name or signature changes unseen.
//
//   npm run api            after a wanted change: writes docs/api.txt

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'oxc-parser';

const DOOR = join(import.meta.dirname, '..', 'dist', 'client', 'index.d.ts');

process.stdout.write(`${listDoor(DOOR).sort().join('\n')}\n`);

/** Lines for everything that the door re-exports. */
function listDoor(door) {
  return parse(door).program.body.flatMap((statement) =>
    statement.specifiers.flatMap(({ exported, exportKind }) => {
      const file = join(dirname(door), statement.source.value.replace(/\.js$/, '.d.ts'));
      const lines = describe(file, exported.name);
      // Of a class that is exported as a type, nobody can call the constructor.
      const isType = exportKind === 'type' || statement.exportKind === 'type';
      return isType ? lines.filter((line) => !line.includes(': constructor(')) : lines;
    }),
  );
}

function describe(file, name) {
  const { program, source } = parse(file);
  const found = findDeclaration(program, name);
  if (!found) throw new Error(`list the API: ${file} declares no ${name}`);
  if (found.type === 'ClassDeclaration' || found.type === 'TSInterfaceDeclaration')
    return describeMembers(found, source);
  const text = withoutComments(found, source);
  return [
    text
      .replace(/^declare /, '')
      .replace(/;$/, '')
      .replace(/\(typeof (\w+)\)\[number\]/, readUnion),
  ];

  /** A union that is made of a constant list, written out. */
  function readUnion(_, list) {
    const tuple = withoutComments(findDeclaration(program, list), source);
    return [...tuple.matchAll(/(['"]).*?\1/g)].map(([literal]) => literal).join(' | ');
  }
}

function findDeclaration(program, name) {
  return program.body
    .filter(({ type }) => type === 'ExportNamedDeclaration')
    .map(({ declaration }) => declaration)
    .find((declaration) => (declaration?.id ?? declaration?.declarations?.[0]?.id)?.name === name);
}

function describeMembers(declaration, source) {
  const kind = declaration.type === 'ClassDeclaration' ? 'class' : 'interface';
  const head = `${kind} ${declaration.id.name}`;
  const base = declaration.superClass ? ` extends ${declaration.superClass.name}` : '';
  const members = declaration.body.body
    .filter(({ accessibility, key }) => accessibility !== 'private' && key?.type !== 'PrivateIdentifier')
    .map((member) => `${head}: ${withoutComments(member, source).replace(/;$/, '')}`);
  return [`${head}${base}`, ...members];
}

function withoutComments({ start, end }, source) {
  return source
    .slice(start, end)
    .replace(/\/\*.*?\*\//gs, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function parse(file) {
  const source = readFileSync(file, 'utf8');
  return { program: parseSync(file, source).program, source };
}
