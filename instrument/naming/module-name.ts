// Names a source file as Go names a package. Runs wherever sources are instrumented.

import { statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { readFile } from '../whole-file.js';

export interface ModuleName {
  /** Name in the nearest package.json that has one, else the base name of the root directory. */
  modulePath: string;
  /** modulePath + "/" + the file's path within it, with forward slashes. */
  packagePath: string;
  /** The file's base name. */
  packageName: string;
}

interface NamedDirectory {
  name: string;
  /** The directory whose package.json has the name. */
  top: string;
  /** Package path of the files in this directory, up to their base name. */
  prefix: string;
}

/** Names files; remembers the package.json of each directory it has seen. */
export class ModuleNames {
  readonly #root: string;
  readonly #directories = new Map<string, NamedDirectory>();

  /** `root`: absolute directory that names files which have no package.json with a name above them. */
  constructor(root: string) {
    this.#root = root;
  }

  nameOf(file: string): ModuleName {
    const end = file.lastIndexOf(sep);
    // Node's own dirname takes longer than all else here; it knows what a file at the very top lies in.
    const directory = end === file.indexOf(sep) ? dirname(file) : file.slice(0, end);
    const { name, prefix } = this.#packageOf(directory);
    const packageName = file.slice(end + 1);
    return { modulePath: name, packagePath: prefix + packageName, packageName };
  }

  /** What the package paths of the files in an absolute directory begin with, without the slash. */
  pathOf(directory: string): string {
    return this.#packageOf(directory).prefix.slice(0, -1);
  }

  #packageOf(directory: string): NamedDirectory {
    const known = this.#directories.get(directory);
    if (known !== undefined) return known;
    const { name, top } = this.#findPackage(directory);
    const path = relative(top, directory).split(sep).join('/');
    const found = { name, top, prefix: path === '' ? `${name}/` : `${name}/${path}/` };
    this.#directories.set(directory, found);
    return found;
  }

  #findPackage(directory: string): Pick<NamedDirectory, 'name' | 'top'> {
    const name = readPackageName(join(directory, 'package.json'));
    if (name !== undefined) return { name, top: directory };
    const parent = dirname(directory);
    if (parent !== directory) return this.#packageOf(parent);
    return { name: basename(resolve(this.#root)) || 'root', top: this.#root };
  }
}

function readPackageName(path: string): string | undefined {
  try {
    // Most directories have none, and an error costs ten times this question.
    if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
    const { name } = JSON.parse(readFile(path).toString('utf8')) as { name?: unknown };
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    // No package.json here, or not one that can be read: Node too goes on to the next directory up.
    return undefined;
  }
}
