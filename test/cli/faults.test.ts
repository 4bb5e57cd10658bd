import { expect, test } from 'vitest';
import { CommandError } from '../../source/cli/command-error.ts';
import { type FaultOptions, faultsOf } from '../../source/cli/faults.ts';
import { makePlan, minute, sh } from '../helpers/plan.ts';

const plan = makePlan({
  main: [
    { id: 'backup', actions: [sh(['web1'])] },
    { id: 'ask', confirm: ['qc'] },
    { id: 'wait', hold: true },
    { id: 'verify', decision: true, poll: ['qc'] },
  ],
});

test('steps by id or number, hosts by name, each as often as wanted', () => {
  const options = { late: ['backup=+25m', '2=90s'], fail: ['1', 'verify=always'], loseHost: ['web1'] };
  expect(faultsOf(plan, options)).toEqual([
    { type: 'late', step: 'backup', by: 25 * minute },
    { type: 'late', step: 'ask', by: 90_000 },
    { type: 'fail', step: 'backup', always: false },
    { type: 'fail', step: 'verify', always: true },
    { type: 'lose-host', host: 'web1' },
  ]);
  expect(faultsOf(plan, {})).toEqual([]);
});

test.for<[FaultOptions, string]>([
  [{ late: ['bakup=+25m'] }, '--late bakup=+25m: no step bakup in this plan; did you mean `backup`?'],
  [{ late: ['backup'] }, '--late backup: give a step and how much longer it takes, as backup=+25m'],
  [{ late: ['backup=soon'] }, '--late backup=soon: give a step and how much longer it takes, as backup=+25m'],
  [{ late: ['backup=-5m'] }, '--late backup=-5m: give a step and how much longer it takes, as backup=+25m'],
  [{ late: ['wait=5m'] }, '--late wait=5m: wait has nothing that could take longer'],
  [{ fail: ['9'] }, '--fail 9: no step 9 in this plan; known: `backup`, `ask`, `wait`, `verify`'],
  [{ fail: ['backup=twice'] }, '--fail backup=twice: give backup (its first attempt fails) or backup=always'],
  [{ fail: ['ask'] }, '--fail ask: ask has no action, no checklist and no decision that could fail'],
  [{ loseHost: ['wbe1'] }, '--lose-host wbe1: no host wbe1 in this plan; did you mean `web1`?'],
  [{ loseHost: ['web2'] }, '--lose-host web2: nothing of this plan runs there'],
  [
    { loseHost: ['\u001b[2J'] },
    '--lose-host <U+001B>[2J: no host <U+001B>[2J in this plan; known: `web1`, `web2`',
  ],
])('%j', ([options, message]) => {
  const asked = () => faultsOf(plan, options);
  expect(asked).toThrow(CommandError);
  expect(asked).toThrow(message);
});
