// Checks the parameters of a request: what comes over a socket or a port is nobody's type until it has passed here.
// Daemon thread.

import { isAbsolute } from 'node:path';
import { CoverageError } from '../../instrument/coverage-error.js';
import type { Method, Methods } from '../ipc/protocol.js';

interface Field {
  accepts: (value: unknown) => boolean;
  wanted: string;
}

const MAX_TEXT_LENGTH = 4096;
const MAX_LEASE_MS = 2 ** 40;

const directory: Field = { accepts: isDirectory, wanted: 'the absolute path of a directory' };
const name: Field = { accepts: isName, wanted: 'a name of 1 to 4096 characters' };
const text: Field = { accepts: isText, wanted: 'a text of at most 4096 characters' };
const flag: Field = { accepts: (value) => typeof value === 'boolean', wanted: 'true or false' };
const level: Field = { accepts: (value) => value === 'zero' || value === 'load', wanted: "'zero' or 'load'" };
const lease: Field = { accepts: isLease, wanted: 'a positive number of milliseconds' };

const emit = { clear: optional(flag), label: optional(text), window: optional(name) };

const FIELDS: { [M in Method]: { [K in keyof Required<Methods[M]['params']>]: Field } } = {
  emitMetaDataToDir: { dir: directory },
  emitCounterDataToDir: { dir: directory, ...emit },
  emitMetaDataToWriter: {},
  emitCounterDataToWriter: emit,
  clearCoverageCounters: { to: optional(level), window: optional(name) },
  openWindow: { name, leaseMs: optional(lease) },
  closeWindow: { name },
  status: {},
  flush: { final: optional(flag) },
};

/** True for the name of a method of the protocol. */
export function isMethod(value: unknown): value is Method {
  return typeof value === 'string' && Object.hasOwn(FIELDS, value);
}

/** `params` as the method's own type; fields it does not know are dropped. ERR_BAD_REQUEST names the one that is wrong. */
export function checkParams<M extends Method>(method: M, params: unknown): Methods[M]['params'] {
  const given = (typeof params === 'object' && params !== null ? params : {}) as Record<string, unknown>;
  const checked: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(FIELDS[method] as Record<string, Field>)) {
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    if (!field.accepts(value)) throw badParam(method, key, { value, wanted: field.wanted });
    if (value !== undefined) checked[key] = value;
  }
  return checked as Methods[M]['params'];
}

function optional(field: Field): Field {
  return { accepts: (value) => value === undefined || field.accepts(value), wanted: field.wanted };
}

function isDirectory(value: unknown): boolean {
  return typeof value === 'string' && isAbsolute(value) && !value.includes('\0');
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_TEXT_LENGTH;
}

function isName(value: unknown): boolean {
  return isText(value) && value !== '';
}

function isLease(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value <= MAX_LEASE_MS;
}

function badParam(method: string, key: string, { value, wanted }: { value: unknown; wanted: string }): CoverageError {
  const found = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : typeof value;
  return new CoverageError('ERR_BAD_REQUEST', `${method}: ${key} is ${found}, wanted ${wanted}`);
}
