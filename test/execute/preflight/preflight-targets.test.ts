import { expect, test } from 'vitest';
import { preflightOf } from '../../../source/execute/preflight/preflight-targets.ts';
import { makePlan, sh } from '../../helpers/plan.ts';

test('each thing that a step acts on, once and in order, the way back included', () => {
  const plan = makePlan({
    main: [
      { id: 'a', actions: [sh(['web2', 'web1']), sh()] },
      { id: 'b', actions: [sh(['web1', 'web3'])] },
      { id: 'c', actions: [sh([], { kind: 'sql', on: { type: 'database', name: 'sakai' } })] },
      { id: 'd', actions: [sh([], { kind: 'mail', on: { type: 'mail' } })] },
    ],
    fallback: [{ id: 'e', actions: [sh(['mail1'])] }],
  });
  expect(preflightOf(plan)).toEqual([
    { type: 'host', name: 'web2', sudo: false },
    { type: 'host', name: 'web1', sudo: false },
    { type: 'local', name: 'local', sudo: false },
    { type: 'host', name: 'web3', sudo: false },
    { type: 'database', name: 'db:sakai', database: 'sakai' },
    { type: 'mail', name: 'mail' },
    { type: 'host', name: 'mail1', sudo: false },
  ]);
});

test('sudo is looked for on the hosts whose steps use it, wherever in their script', () => {
  const plan = makePlan({
    main: [
      { id: 'a', actions: [sh(['web1', 'web2'])] },
      { id: 'b', actions: [sh(['web2'], { text: 'set -e\nsudo systemctl restart tomcat' }), sh()] },
    ],
  });
  expect(preflightOf(plan).map((target) => 'sudo' in target && target.sudo)).toEqual([false, true, false]);
});

test.each([
  ['sudo true', true],
  ['cd /srv && sudo -u tomcat ls', true],
  ['if ! sudo test -f x; then echo; fi', true],
  ['x=$(sudo cat y)', true],
  ['# sudo is not needed\ntrue', false],
  ['true # as sudo would', false],
  ['pseudo x; ls /etc/sudoers; echo visudo', false],
])('%j uses sudo: %s', (text, uses) => {
  const plan = makePlan({ main: [{ id: 'a', actions: [sh(['web1'], { text })] }] });
  expect(preflightOf(plan)).toEqual([{ type: 'host', name: 'web1', sudo: uses }]);
});
