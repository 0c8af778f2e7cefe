// Which of many answers goes when together they are too much.

import test from 'ava';
import { UnreadAnswers } from '../../../daemon/ipc/unread-answers.js';

function holders(names: string[]) {
  const cut: string[] = [];
  return { cut, holders: names.map((name) => ({ cutOff: () => void cut.push(name) })) };
}

test('UnreadAnswers counts a piece that several answers share once, and until the last has been sent', (t) => {
  const unread = new UnreadAnswers();
  const [a, b] = holders(['a', 'b']).holders;
  const shared = new Uint8Array(100);
  if (!a || !b) return t.fail();
  unread.hold(a, [shared, new Uint8Array(10)]);
  unread.hold(b, [shared, new Uint8Array(1)]);
  t.is(unread.bytes, 111);
  unread.release(a);
  t.is(unread.bytes, 101);
  unread.release(b);
  unread.release(b);
  t.is(unread.bytes, 0);
});

test('UnreadAnswers cuts off whose reader has taken nothing for longest', (t) => {
  const unread = new UnreadAnswers(250);
  const { cut, holders: all } = holders(['a', 'b', 'c', 'd']);
  for (const [index, holder] of all.entries()) {
    if (index === 2 && all[0]) unread.progress(all[0]);
    unread.hold(holder, [new Uint8Array(100)]);
  }
  t.deepEqual(cut, ['b', 'a']);
  t.is(unread.bytes, 200);
});

test('UnreadAnswers lets one answer be longer than all may be', (t) => {
  const unread = new UnreadAnswers(250);
  const { cut, holders: all } = holders(['a', 'b']);
  for (const holder of all) unread.hold(holder, [new Uint8Array(1000)]);
  t.deepEqual(cut, ['a']);
});
