import { expect, test } from 'vitest';
import {
  isPlain,
  parseJumps,
  targetName,
  targetOf,
} from '../../../source/execute/ssh-settings/ssh-target.ts';

test.each([
  ['bastion', [{ host: 'bastion' }]],
  ['admin@bastion:2222', [{ host: 'bastion', user: 'admin', port: 2222 }]],
  ['a@example.org@bastion', [{ host: 'bastion', user: 'a@example.org' }]],
  ['ssh://admin@bastion:2222/', [{ host: 'bastion', user: 'admin', port: 2222 }]],
  ['[2001:db8::1]:2222', [{ host: '2001:db8::1', port: 2222 }]],
  ['a, b', [{ host: 'a' }, { host: 'b' }]],
])('hops: %s', (text, jumps) => {
  expect(parseJumps(text)).toMatchObject({ type: 'jumps', jumps });
});

test.each(['', 'a,', 'a:b', 'a:0', 'a:65536', '::1', '-oProxyCommand=x', 'a b', '-l@host', 'a;b', '$(id)'])(
  'not clear: %j',
  (text) => {
    expect(parseJumps(text).type).toBe('unclear');
  },
);

test.each(['head', 'admin@head', 'me@example.org@head', '::1', 'fe80::1%lo'])(
  'a name of a plan: %s',
  (name) => {
    expect(targetName(targetOf(name))).toBe(name);
    expect(isPlain(targetOf(name))).toBe(true);
  },
);

test('an address with a port is shown so that it can be told apart', () => {
  expect(targetName({ host: '::1', port: 22, user: 'me' })).toBe('me@[::1]:22');
});
