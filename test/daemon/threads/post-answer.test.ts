// Answers to threads of the process itself.

import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import test from 'ava';
import { postAnswer } from '../../../daemon/threads/post-answer.js';

test('postAnswer sends the pieces alone of the buffers that they lie in, and releases them', (t) => {
  const { port1, port2 } = new MessageChannel();
  const buffer = Uint8Array.from({ length: 1000 }, (_, index) => index);
  let released = 0;
  postAnswer(port1, 7, { ok: true, result: { pieces: [buffer.subarray(3, 5)] }, release: () => void released++ });
  const { message } = receiveMessageOnPort(port2) as { message: { result: { pieces: Uint8Array[] } } };
  const [piece] = message.result.pieces;
  t.deepEqual([...(piece ?? [])], [3, 4]);
  t.is(piece?.buffer.byteLength, 2);
  t.is(released, 1);
  t.is(buffer[3], 3);
  port1.close();
});

test('postAnswer sends an error as it is', (t) => {
  const { port1, port2 } = new MessageChannel();
  postAnswer(port1, 7, { ok: false, error: { code: 'EIO', message: 'no' } });
  const expected = { type: 'response', id: 7, ok: false, error: { code: 'EIO', message: 'no' } };
  t.deepEqual(receiveMessageOnPort(port2)?.message, expected);
  port1.close();
});
