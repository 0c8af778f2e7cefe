// luxon and date-fns: formatting, parsing, time zones and intervals.

import { addBusinessDays, eachWeekOfInterval, format, formatDistance, intervalToDuration, parse } from 'date-fns';
import { DateTime, Duration, Interval } from 'luxon';

const start = DateTime.fromISO('2024-02-29T12:34:56.789', { zone: 'America/New_York' });
for (let i = 0; i < 60; i++) {
  const moment = start.plus({ months: i, days: i * 3, hours: i });
  console.log(moment.toISO(), moment.toFormat('yyyy LLL dd kkkk W EEEE HH:mm ZZ'), moment.startOf('week').toRFC2822());
}
console.log(
  Interval.fromDateTimes(start, start.plus({ years: 1 }))
    .splitBy({ weeks: 7 })
    .map(String),
);
console.log(Duration.fromObject({ hours: 49, minutes: 130 }).normalize().shiftTo('days', 'hours', 'minutes').toHuman());
console.log(DateTime.fromFormat('31/04/2024', 'dd/MM/yyyy').invalidExplanation);
const day = new Date(2024, 1, 28, 10, 0, 0);
for (let i = 0; i < 60; i++) console.log(format(addBusinessDays(day, i), "yyyy-'W'II-i do MMMM, h:mm bbbb"));
console.log(formatDistance(day, new Date(2031, 5, 3), { addSuffix: true }));
console.log(eachWeekOfInterval({ start: day, end: new Date(2024, 6, 1) }).map((date) => format(date, 'PPPP')));
console.log(
  intervalToDuration({ start: day, end: new Date(2026, 7, 9, 11) }),
  parse('12/25/1995', 'MM/dd/yyyy', day).getTime(),
);
