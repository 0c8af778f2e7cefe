// What a daemon sends, checked: bytes from a socket are nobody's type until these guards accept them. Runs in the
// client's process.

import { PROTOCOL_VERSION, type ServerHello, type ServerMessage } from '../../daemon/ipc/protocol.js';
import { CoverageError, isCoverageErrorCode } from '../../instrument/coverage-error.js';
import { COVERAGE_MODES, GRANULARITIES } from '../../instrument/coverage-options.js';

/** The server's first frame. Throws ERR_PROTOCOL, naming both versions where they differ; `endpoint` is for the text. */
export function readServerHello(value: unknown, endpoint: string): ServerHello {
  if (!isRecord(value) || value.type !== 'hello' || typeof value.protocol !== 'number') {
    throw new CoverageError('ERR_PROTOCOL', `connect to ${endpoint}: peer sent no hello, wanted a covd daemon`);
  }
  if (value.protocol !== PROTOCOL_VERSION) {
    const text = `protocol version ${value.protocol} found, this client speaks version ${PROTOCOL_VERSION}`;
    throw new CoverageError('ERR_PROTOCOL', `connect to ${endpoint}: ${text}`, {
      details: { found: value.protocol, wanted: PROTOCOL_VERSION },
    });
  }
  if (isServerHello(value)) return value;
  throw new CoverageError('ERR_PROTOCOL', `connect to ${endpoint}: malformed hello from the daemon`);
}

/** One later frame of the server. Throws ERR_PROTOCOL. */
export function readServerMessage(value: unknown, endpoint: string): ServerMessage {
  if (isServerMessage(value)) return value;
  throw new CoverageError('ERR_PROTOCOL', `message from ${endpoint}: malformed, wanted a chunk or a response`);
}

function isServerHello(value: Record<string, unknown>): value is Record<string, unknown> & ServerHello {
  return (
    Number.isInteger(value.pid) &&
    (COVERAGE_MODES as readonly unknown[]).includes(value.mode) &&
    (GRANULARITIES as readonly unknown[]).includes(value.granularity) &&
    Array.isArray(value.argv)
  );
}

function isServerMessage(value: unknown): value is ServerMessage {
  if (!isRecord(value) || !Number.isInteger(value.id)) return false;
  if (value.type === 'chunk') return value.bytes instanceof Uint8Array;
  if (value.type !== 'response') return false;
  if (value.ok === true) return isRecord(value.result);
  return value.ok === false && isRecord(value.error) && isErrorData(value.error);
}

function isErrorData(error: Record<string, unknown>): boolean {
  return isCoverageErrorCode(error.code) && typeof error.message === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
