import { expect, test } from 'vitest';
import { findIdleHosts } from '../../../source/plan/lint/idle-hosts.ts';
import { findUnrestoredHosts } from '../../../source/plan/lint/unrestored-hosts.ts';
import { frontWith } from '../write-plan.ts';
import { fence, find, steps } from './find.ts';

const on = (place: string, line: string, command = 'set-up new') =>
  `- ${line}\n${fence(`sh on=${place}`, command)}`;

test('hosts of a group that no step touches', () => {
  const main = on('@head', '(S + 0 Programmer) Deploy {for=1m}');
  expect(find(findIdleHosts, { main })).toEqual([
    {
      at: 'rest',
      message: 'no step touches `sakaiprod[2-6],sakaiprodmail1`',
      mend: 'take them out of `rest`, or add the step that was forgotten',
    },
  ]);
});

test('the group may stand in one line with others', () => {
  const front = frontWith('hosts', 'hosts: { app: "web[1-2]", spare: web3 }');
  expect(find(findIdleHosts, { front, main: on('@app', '(S + 0 Programmer) Deploy {for=1m}') })).toEqual([
    expect.objectContaining({ at: 'spare', message: 'no step touches `web3`' }),
  ]);
});

test.each([
  ['touched in the preparation', { preparation: on('@app', '(QC) Look', 'uptime') }],
  [
    'touched here and there',
    { main: on('@head', '(S + 0 QC) A {for=1m}'), fallback: on('@rest', '(D + 0 QC) B {for=1m}') },
  ],
  ['a plan done by hand', {}],
])('no idle host: %s', (_, parts) => {
  expect(find(findIdleHosts, parts)).toEqual([]);
});

test('an undo that forgets some of the hosts is told', () => {
  const parts = {
    main: on('@app', '(S + 0 QC) Deploy {#deploy for=1m}'),
    fallback: on('@head', '(D + 0 QC) Deploy what was there {undoes=deploy for=1m}'),
  };
  expect(find(findUnrestoredHosts, parts)).toHaveLength(1);
});

test('a host that is changed, and that the fallback leaves alone', () => {
  const parts = {
    main: steps(
      on('@head', '(S + 0 QC) Deploy {#a}'),
      on('@app', '(S + 5m QC) Restart {for=1m}', 'sakai restart'),
    ),
    fallback: on('@head', '(D + 0 QC) Deploy what was there {for=1m}'),
  };
  expect(find(findUnrestoredHosts, parts)).toEqual([
    {
      at: 'on=@app',
      message: '`sakaiprod[2-6],sakaiprodmail1`: changed here, and no step of the fallback touches them',
      mend: 'take back what happens there, too, in a step of the fallback',
    },
  ]);
});

const back = on('@head', '(D + 0 QC) Deploy what was there {for=1m}');

test.each([
  [
    'all are touched',
    { main: on('@app', '(S + 0 QC) A {for=1m}'), fallback: on('@app', '(D + 0 QC) B {for=1m}') },
  ],
  ['a look by its title', { main: on('@rest', '(S + 0 QC) Check the servers {for=1m}'), fallback: back }],
  [
    'a look by its commands',
    {
      main: on('@rest', '(S + 0 QC) All servers {for=1m}', 'sakai status && ls conf 2>/dev/null'),
      fallback: back,
    },
  ],
  [
    'a look after a change elsewhere',
    {
      main: `${on('@head', '(S + 0 QC) Deploy {for=1m}')}\n${fence('sh on=@rest', 'uptime')}`,
      fallback: back,
    },
  ],
  ['a look in the preparation', { preparation: on('@rest', '(QC) Copy'), fallback: back }],
  [
    'the other side of a switch',
    {
      main: on('sakaiprod2', '(S + 0 QC) Promote {#promote for=1m}', 'promote'),
      fallback: on('@head', '(D + 0 QC) Promote the old one {undoes=promote for=1m}', 'promote'),
    },
  ],
  ['no return', { main: on('@rest', '(S + 0 QC) Erase {no-return for=1m}'), fallback: back }],
  ['a way back by hand', { main: on('@rest', '(S + 0 QC) A {for=1m}') }],
  [
    'a way back that is partly by hand',
    {
      main: on('sakaiprod2', '(S + 0 QC) A {for=1m}'),
      fallback: steps(back, '- (D + 5m QC) Reboot sakaiprod2 {for=1m}'),
    },
  ],
])('nothing is forgotten: %s', (_, parts) => {
  expect(find(findUnrestoredHosts, parts)).toEqual([]);
});
