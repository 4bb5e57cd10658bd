import { expect, test } from 'vitest';
import { expandHosts, type HostGroups } from '../../source/plan/host-set.ts';

const groups: HostGroups = {
  hostsOf: (name) => (name === 'app' ? ['n1', 'n2', 'n3'] : undefined),
  names: ['app'],
};

test.each([
  ['sakaiprod1', 'sakaiprod1'],
  ['sakaiprod[2-6,8]', 'sakaiprod2 sakaiprod3 sakaiprod4 sakaiprod5 sakaiprod6 sakaiprod8'],
  ['n[08-11]', 'n08 n09 n10 n11'],
  ['n[098-101]', 'n098 n099 n100 n101'],
  ['n[0-10/4]', 'n0 n4 n8'],
  ['n[01-05/2]', 'n01 n03 n05'],
  ['r[1-2]n[1-2].example.org', 'r1n1.example.org r1n2.example.org r2n1.example.org r2n2.example.org'],
  ['10.0.0.[1-2]', '10.0.0.1 10.0.0.2'],
  ['a,b,a', 'a b'],
  [' a , b ', 'a b'],
  ['n[ 1 , 3-4 ]', 'n1 n3 n4'],
  ['n[1-5]!n3', 'n1 n2 n4 n5'],
  ['n[1-5]&n[4-9]', 'n4 n5'],
  ['n[1-3]^n[3-4]', 'n1 n2 n4'],
  ['@app', 'n1 n2 n3'],
  ['@app!n2,n9', 'n1 n3 n9'],
  ['n[10-12],n46!n10', 'n11 n12 n46'],
  ['a!a', ''],
])('expands %s', (expression, hosts) => {
  const wanted = hosts === '' ? [] : hosts.split(' ');
  expect(expandHosts(expression, groups)).toEqual({ type: 'expanded', hosts: wanted });
});

test('operators are taken from left to right', () => {
  expect(expandHosts('a!b,b')).toEqual({ type: 'expanded', hosts: ['a', 'b'] });
  expect(expandHosts('a,b!b')).toEqual({ type: 'expanded', hosts: ['a'] });
  expect(expandHosts('a,b&b,c')).toEqual({ type: 'expanded', hosts: ['b', 'c'] });
});

test.each([
  ['', 'no host is named', 0, 1],
  ['n[1-', 'this bracket is never closed', 1, 3],
  ['n1]', 'this bracket was never opened', 2, 1],
  ['n[]', 'an empty range', 2, 1],
  ['n[1,]', 'an empty range', 4, 1],
  ['n[a-b]', '`a-b` is no range', 2, 3],
  ['n[5-1]', 'runs backwards', 2, 3],
  ['n[1-5/0]', 'a step of 0', 2, 5],
  ['n[1-012]', 'not padded alike', 2, 5],
  ['n[1-1000000000000000]', 'more than 15 digits', 2, 18],
  ['a,,b', 'a host is missing', 2, 1],
  ['a!', 'a host is missing', 2, 1],
  ['!a', 'a host is missing', 0, 1],
  ['a,constructor', "`constructor` can't be the name of a host", 2, 11],
  ['a b', 'a space stands inside', 1, 1],
  ['a,-oProxyCommand=x', "can't stand in", 16, 1],
  ['a,-l', "can't begin with `-`", 2, 1],
  ['a;reboot', '`;` can', 1, 1],
  ['@ap', 'no host group is called `@ap`; did you mean `@app`?', 0, 3],
  ['a,@nobody', 'known: `@app`', 2, 7],
  [`${'n'.repeat(300)}`, 'a host name is too long', 0, 300],
])('refuses %s and says where', (expression, message, offset, length) => {
  const result = expandHosts(expression, groups);
  expect(result).toMatchObject({ type: 'invalid', offset, length });
  expect(result).toHaveProperty('message', expect.stringContaining(message));
});

test.each([
  ['n[1-1000000000]'],
  ['r[1-1000]n[1-1000]m[1-1000]'],
  ['n[1-9000],m[1-9000]'],
  [Array.from({ length: 6000 }, () => 'n[1-9999]').join(',')],
  [Array.from({ length: 20_000 }, (_, i) => `n${i}`).join(',')],
  [`n[1-9999]${'!a'.repeat(40_000)}`],
])('a set far too large is refused at once', (expression) => {
  const began = performance.now();
  const result = expandHosts(expression);
  expect(performance.now() - began).toBeLessThan(1_500);
  if (expression.startsWith('n[1-9999]!')) expect(result.type).toBe('expanded');
  else expect(result.type).toBe('invalid');
});
