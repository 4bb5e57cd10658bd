import { expect, test } from 'vitest';
import {
  channelArguments,
  masterArguments,
  opensshConfig,
} from '../../../source/execute/openssh/openssh-command.ts';
import { whyNoConnection } from '../../../source/execute/openssh/openssh-failure.ts';

test("our conditions come before the user's settings, and defaults after them", () => {
  const lines = opensshConfig({ includes: ['/p/user'], knownHosts: ['/p/own'] }).split('\n');
  const at = (line: string) => lines.indexOf(line);
  const conditions = ['StrictHostKeyChecking yes', 'BatchMode yes', 'UpdateHostKeys no', 'ForwardAgent no'];
  for (const line of [...conditions, 'ClearAllForwardings yes', 'ControlPath none']) {
    expect([line, at(line) >= 0 && at(line) < at('Include /p/user')]).toEqual([line, true]);
  }
  expect(at('UserKnownHostsFile ~/.ssh/known_hosts ~/.ssh/known_hosts2 /p/own')).toBeGreaterThan(
    at('Host *'),
  );
  expect(at('Host *')).toBeGreaterThan(at('Include /p/user'));
});

test('a host is never taken for an option', () => {
  const common = { host: '-oProxyCommand=x', socket: '/p/1', log: '/p/l' };
  expect(channelArguments({ ...common, command: 'sh -s' }).slice(-3)).toEqual(['--', common.host, 'sh -s']);
  const master = masterArguments({ ...common, config: '/p/c', knownHosts: undefined });
  expect(master.slice(-2)).toEqual(['--', common.host]);
});

test('a command never makes a connection of its own where the shared one is gone', () => {
  const args = channelArguments({ host: 'web1', socket: '/p/1', log: '/p/l', command: 'sh -s' });
  expect(args).toContain('ProxyCommand=false');
});

test.each([
  ['ssh: connect to host web1 port 22: Connection refused', 'passing', 'no connection to web1: '],
  ['ssh: Could not resolve hostname web1: Name or service not known', 'passing', 'no connection to web1: '],
  ['ssh: connect to host web1 port 22: Connection timed out', 'passing', 'no connection to web1: '],
  ['Connection closed by 10.0.0.1 port 22', 'passing', 'no connection to web1: '],
  ['tomcat@web1: Permission denied (publickey).', 'final', 'web1 does not let us in: '],
  [
    'Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures',
    'final',
    'web1 does not let',
  ],
  [
    'Unable to negotiate with 10.0.0.1 port 22: no matching cipher found.',
    'final',
    "ssh can't be used for web1",
  ],
  ['/p/user: line 3: Bad configuration option: nosuch', 'final', "ssh can't be used for web1"],
])('%j is %s', (line, kind, words) => {
  const log = `OpenSSH_9.2p1\r\ndebug1: Connecting to web1.\r\n${line}\r\n`;
  const refused = whyNoConnection({ host: 'web1', log, said: '' });
  expect([refused.kind, refused.hostKey]).toEqual([kind, undefined]);
  expect(refused.reason).toContain(words);
  expect(refused.reason).toContain(line);
});

test("a host's own words can end the tries, never prolong them, and change nothing on the screen", () => {
  const log = 'tomcat@web1: Permission denied (publickey).\n';
  const said = 'Connection refused\u001b[2J\nConnection timed out\n';
  const refused = whyNoConnection({ host: 'web1', log, said });
  expect(refused.kind).toBe('final');
  expect(refused.reason).not.toContain('\u001b');
});

test('what a jump host says is told where ssh itself knows no more than that it ended', () => {
  const log =
    'debug1: x\nkex_exchange_identification: Connection closed by remote host\nConnection closed by UNKNOWN port 65535\n';
  const refused = whyNoConnection({
    host: 'web1',
    log,
    said: 'channel 0: open failed: connect failed: No route\n',
  });
  expect(refused.reason).toContain('open failed: connect failed: No route');
});
