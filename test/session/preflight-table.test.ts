import { expect, test } from 'vitest';
import { go, noGo, warn, worstOf } from '../../source/execute/preflight/preflight-report.ts';
import { preflightRows, preflightVerdict } from '../../source/session/preflight-table.ts';

const hosts = ['web1', 'web2', 'web3', 'web10'];
const reached = hosts.map((target) => ({ target, ...go('connection', 'reached') }));

test('hosts with the same finding share a row, problems come first', () => {
  const results = [
    ...reached,
    { target: 'local', ...go('connection', 'reached') },
    { target: 'web2', ...warn('clock', '3.0 s ahead', 'set it') },
    { target: 'web10', ...noGo('sudo', 'wants a password') },
    { target: 'db:sakai', ...go('connection', 'PostgreSQL 17.2') },
    { target: 'mail', ...go('connection', 'mx:25 takes mail') },
  ];
  expect(
    preflightRows(results).map(({ verdict, where, words, mend }) => [verdict, where, words, mend]),
  ).toEqual([
    ['no-go', 'web10', 'wants a password', undefined],
    ['warn', 'web2', '3.0 s ahead', 'set it'],
    ['go', 'web[1-3,10]', 'reached', undefined],
    ['go', 'this machine', 'reached', undefined],
    ['go', 'database sakai', 'PostgreSQL 17.2', undefined],
    ['go', 'mail server', 'mx:25 takes mail', undefined],
  ]);
});

test('the same said of many hosts is told once, without their names', () => {
  const down = (target: string) => ({ target, ...noGo('connection', `no connection to ${target}: refused`) });
  const rows = preflightRows([...hosts.map(down), down('db:sakai')]);
  expect(rows.map(({ where, words }) => [where, words])).toEqual([
    ['web[1-3,10]', 'no connection to the host: refused'],
    ['database sakai', 'no connection to db:sakai: refused'],
  ]);
  expect(preflightRows([down('web1')])[0]?.words).toBe('no connection to web1: refused');
  const other = { target: 'web1', ...noGo('connection', 'no connection to web1.example.org: refused') };
  expect(preflightRows([other, down('web2')])).toHaveLength(2);
});

test('nothing that a host said can reach the terminal', () => {
  const [row] = preflightRows([{ target: 'web1', ...noGo('shell', 'said \u001b[2J', 'try \u001b[2J') }]);
  expect([row?.words, row?.mend]).toEqual(['said <U+001B>[2J', 'try <U+001B>[2J']);
});

test.each([
  [reached, 'GO: 4 hosts'],
  [[...reached, { target: 'web1', ...warn('clock', 'x') }], 'GO, with 1 warning: 4 hosts'],
  [
    [
      ...reached,
      { target: 'web1', ...noGo('clock', 'x') },
      { target: 'web2', ...noGo('clock', 'x') },
      { target: 'db:sakai', ...noGo('reference', 'x') },
      { target: 'local', ...go('shell', 'x') },
    ],
    'NO-GO: 3 problems on web[1-2], database sakai; looked at 4 hosts, this machine, 1 database',
  ],
  [[], 'GO: nothing to look at: no step acts on anything'],
])('one line says it all: %#', (results, line) => {
  expect(preflightVerdict({ verdict: worstOf(results), results })).toBe(line);
});
