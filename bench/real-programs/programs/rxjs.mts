// rxjs: operators, subjects, schedulers and errors.

import {
  bufferCount,
  catchError,
  concat,
  concatMap,
  from,
  interval,
  lastValueFrom,
  map,
  merge,
  of,
  range,
  reduce,
  retry,
  Subject,
  scan,
  share,
  switchMap,
  take,
  throwError,
  toArray,
  zip,
} from 'rxjs';

const collect = <T,>(source: import('rxjs').Observable<T>) => lastValueFrom(source.pipe(toArray()));
console.log(
  await collect(
    range(1, 20).pipe(
      scan((a, b) => a + b),
      bufferCount(3),
      map((list) => list.join('+')),
    ),
  ),
);
console.log(await collect(merge(of(1, 2), from([3, 4])).pipe(concatMap((x) => of(x, x * 10)))));
console.log(await collect(zip(range(0, 5), from('abcde')).pipe(switchMap(([n, c]) => of(c.repeat(n))))));
let attempts = 0;
const failing = new Subject<number>();
console.log(
  await collect(
    concat(
      of(0),
      throwError(() => new Error(`no ${++attempts}`)),
    ).pipe(
      retry(2),
      catchError((error) => of(String(error))),
    ),
  ),
);
const shared = interval(1).pipe(take(5), share());
console.log(
  await Promise.all([
    lastValueFrom(shared.pipe(reduce((a, b) => a + b))),
    lastValueFrom(shared.pipe(map((x) => x * 2))),
  ]),
);
failing.subscribe({
  next: (value) => console.log('next', value),
  error: (error) => console.log('error', error.message),
});
failing.next(1);
failing.error(new Error('end'));
