// lodash: collections, chains, templates, deep equality, debouncing.

import _ from 'lodash';

const users = _.times(100, (i) => ({ id: i, group: `g${i % 7}`, nested: { deep: [i, i * 2] } }));
console.log(
  JSON.stringify(
    _(users)
      .filter((u) => u.id % 3 === 0)
      .groupBy('group')
      .mapValues((list) => _.sumBy(list, 'id'))
      .toPairs()
      .sortBy(0)
      .value(),
  ),
);
console.log(
  _.template('<% _.forEach(users, (u) => { %><%- u.group %>:<%= u.id %> <% }) %>')({ users: users.slice(0, 9) }),
);
console.log(_.isEqual(_.cloneDeep(users), users), JSON.stringify(_.merge({ a: [{ b: 1 }] }, { a: [{ c: 2 }] })));
console.log(
  _.startCase('fooBar--baz qux'),
  _.words('éclair naïve fooBAR'),
  _.truncate('a long text, indeed', { length: 12, separator: ' ' }),
);
console.log(
  _.curry((a: number, b: number, c: number) => a + b * c)(1)(2)(3),
  _.memoize((n: number) => n * 2)(4),
  _.range(0, 1, 0.25),
);
const debounced = _.debounce((value: number) => console.log('debounced', value), 5);
debounced(1);
debounced(2);
