import { expect, test } from 'vitest';
import { stepsOf } from '../../../source/plan/plan.ts';
import { importLines } from '../../helpers/imported.ts';

const BEGIN = ['Move of 3 May 2026', 'Window: 05:00 - 07:00 UTC', 'During the window'];

function actionsOf(...lines: readonly string[]) {
  const { plan, imported } = importLines(...BEGIN, ...lines);
  const actions = stepsOf(plan).flatMap((step) =>
    step.actions.map(({ text, on }) => `${on.type === 'hosts' ? on.hosts.join(',') : on.type}: ${text}`),
  );
  return { actions, guesses: imported.guesses.map(({ read }) => read), text: imported.text };
}

test('what has a prompt, on hosts that the step names, runs there; it is listed as a guess', () => {
  const { actions, guesses } = actionsOf(
    '- (S + 0 Uma) Restart web1 . . . web3',
    '    $ sudo systemctl restart web',
  );
  expect(actions).toEqual(['web1,web2,web3: sudo systemctl restart web']);
  expect(guesses).toContain('a command for @all in `Restart web[1-3]`: `$ sudo systemctl restart web`');
});

test('a prompt may name the host', () => {
  const { actions } = actionsOf(
    '- (S + 0 Uma) Restart it',
    '```',
    'root@web7:~# systemctl restart web',
    '```',
  );
  expect(actions).toEqual(['web7: systemctl restart web']);
});

test.each([
  ['no host is known', ['- (S + 0 Uma) Restart', '    $ systemctl restart web']],
  [
    'only some lines have a prompt',
    ['- (S + 0 Uma) Look on web1 to web3', '```', '$ uptime', ' 05:00 up 3 days', '```'],
  ],
  ['something is still open', ['- (S + 0 Uma) Deploy on web1 to web3', '```sh', 'deploy.sh <tag>', '```']],
  ['typographic quotes', ['- (S + 0 Uma) Look on web1 to web3', '```sh', 'echo \u201chello\u201d', '```']],
  ['a file is no command', ['- (S + 0 Uma) Run this on web1 to web3', '    > update_order.sql']],
  ['prose is no command', ['- (S + 0 Uma) Look on web1 to web3', '    rm is never a good idea']],
  ['code between words is no command', ['- (S + 0 Uma) Run `rm -rf /tmp/x` on web1 to web3']],
  ['a database is not known', ['- (S + 0 Uma) Look on web1 to web3', '```sql', 'SELECT 1;', '```']],
  ['prompts of two hosts', ['- (S + 0 Uma) Look', '```', 'a@web1:~$ uptime', 'a@web2:~$ uptime', '```']],
])('nothing runs where %s', (_, lines) => {
  const { actions, text } = actionsOf(...lines);
  expect(actions).toEqual([]);
  expect(text).not.toMatch(/^\s*`{3,}(?:sh|sql|marker|mail)\b/m);
});
