// Named windows, their leases, and the baselines that they share.

import test from 'ava';
import { ModuleTotals } from '../../../daemon/totals/module-totals.js';
import { MAX_WINDOWS, WindowTable } from '../../../daemon/windows/window-table.js';

test('WindowTable refuses a name that is in use', (t) => {
  const windows = new WindowTable();
  windows.open('a');
  t.throws(() => windows.open('a'), { code: 'ERR_WINDOW_EXISTS', message: /'a'/ });
});

test('WindowTable knows no window that was not opened', (t) => {
  const windows = new WindowTable();
  t.throws(() => windows.use('a'), { code: 'ERR_NO_WINDOW' });
  t.throws(() => windows.close('a'), { code: 'ERR_NO_WINDOW' });
});

test('WindowTable gives the default window for no name', (t) => {
  const windows = new WindowTable();
  t.is(windows.use(undefined), windows.main);
});

test('WindowTable closes a window whose lease has run out', (t) => {
  let now = 1000;
  const windows = new WindowTable(() => now);
  windows.open('a', 50);
  now = 1049;
  t.deepEqual(windows.status(), [{ name: 'a', openedAt: 1000, expiresAt: 1050 }]);
  now = 1050;
  t.deepEqual(windows.status(), []);
});

test('WindowTable renews a lease by each use', (t) => {
  let now = 1000;
  const windows = new WindowTable(() => now);
  const window = windows.open('a', 50);
  now = 1049;
  t.is(windows.use('a'), window);
  now = 1098;
  t.is(windows.use('a'), window);
});

test('WindowTable refuses more windows than it has room for', (t) => {
  const windows = new WindowTable();
  for (let i = 0; i < MAX_WINDOWS; i++) windows.open(`w${i}`);
  t.throws(() => windows.open('one more'), { code: 'ERR_BAD_REQUEST', message: /64/ });
  windows.close('w0');
  t.notThrows(() => windows.open('one more'));
});

test('CoverageWindow shares its baseline with every window cleared at the same counts', (t) => {
  const totals = new ModuleTotals(1000);
  totals.counters[3] = 1;
  totals.version++;
  const windows = new WindowTable();
  const opened = Array.from({ length: 8 }, (_, i) => windows.open(`w${i}`));
  for (const window of opened) window.clear([totals]);
  t.is(new Set(opened.map((window) => window.baselineOf(totals))).size, 1);
});

test("CoverageWindow.clear takes its own baseline's memory again, and leaves alone what another window shares", (t) => {
  const totals = new ModuleTotals(4);
  const count = (value: number) => Object.assign(totals, { version: value }).counters.fill(value);
  const windows = new WindowTable();
  const [a, b, c] = [windows.open('a'), windows.open('b'), windows.open('c')];
  count(1);
  for (const window of [a, b, c]) window.clear([totals]);
  const shared = b.baselineOf(totals)?.counters;
  count(2);
  a.clear([totals]);
  t.deepEqual([...(shared ?? [])], [1, 1, 1, 1]);
  const own = a.baselineOf(totals)?.counters;
  count(3);
  a.clear([totals]);
  t.is(a.baselineOf(totals)?.counters, own);
  t.deepEqual([...(own ?? [])], [3, 3, 3, 3]);
  windows.close('c');
  count(4);
  b.clear([totals]);
  t.is(b.baselineOf(totals)?.counters, shared);
  t.deepEqual([...(shared ?? [])], [4, 4, 4, 4]);
});

test('CoverageWindow.clear moves from 32 bits to more and stays exact', (t) => {
  const totals = new ModuleTotals(1);
  const { main } = new WindowTable();
  for (const [version, count] of [5, 2 ** 33, 2 ** 34].entries()) {
    Object.assign(totals, { version: version + 1 }).counters.fill(count);
    main.clear([totals]);
    t.deepEqual([...(main.baselineOf(totals)?.counters ?? [])], [count]);
  }
});

test('WindowTable keeps 4 bytes a counter for each of its windows, and no more for those cleared at the same counts', (t) => {
  const modules = Array.from({ length: 200 }, () => new ModuleTotals(1000));
  const count = () => {
    for (const totals of modules) totals.version++;
  };
  const windows = new WindowTable();
  const opened = Array.from({ length: MAX_WINDOWS }, (_, i) => windows.open(`w${i}`));
  const bytes = () => {
    const copies = opened.flatMap((window) => modules.map((totals) => window.baselineOf(totals)?.counters));
    return [...new Set(copies)].reduce((sum, copy) => sum + (copy?.byteLength ?? 0), 0);
  };
  count();
  for (const window of opened) window.clear(modules);
  t.is(bytes(), 4 * 200_000);
  for (const window of opened) {
    count();
    window.clear(modules);
  }
  t.is(bytes(), MAX_WINDOWS * 4 * 200_000);
});

test('CoverageWindow keeps a baseline above 2^32 exact', (t) => {
  const totals = new ModuleTotals(2);
  totals.counters.set([2 ** 40 + 1, 3]);
  totals.version++;
  const { main } = new WindowTable();
  main.clear([totals]);
  t.deepEqual([...(main.baselineOf(totals)?.counters ?? [])], [2 ** 40 + 1, 3]);
});

test('CoverageWindow cleared to load counts what the top level counted', (t) => {
  const totals = new ModuleTotals(2);
  totals.counters.set([9, 4]);
  totals.loaded = Float64Array.of(2, 0);
  totals.version++;
  const { main } = new WindowTable();
  main.clear([totals], 'load');
  t.deepEqual([...(main.baselineOf(totals)?.counters ?? [])], [7, 4]);
});
