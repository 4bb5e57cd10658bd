import { expect, test, vi } from 'vitest';
import type { EditEnd, Hands, ShellEnd } from '../../source/ui/hand-over.ts';
import { control } from '../helpers/control.ts';
import { makePlan, sh } from '../helpers/plan.ts';

const plan = makePlan({
  main: [
    { id: 'deploy', title: 'Deploy', actions: [sh(['web1', 'web2'], { text: 'cp old new\nrestart\n' })] },
    { id: 'local', actions: [sh()] },
    { id: 'people', confirm: ['qc'] },
  ],
});

type Asked = { readonly edits: string[]; readonly shells: string[] };

function open(ends: { readonly edit?: EditEnd; readonly shell?: () => Promise<ShellEnd> } = {}) {
  const asked: Asked = { edits: [], shells: [] };
  const hands: Hands = {
    showText: async () => ({ type: 'closed' }),
    editText: async (text, name) => {
      asked.edits.push(`${name}: ${text}`);
      return ends.edit ?? { type: 'edited', text };
    },
    openShell: async (host) => {
      asked.shells.push(host);
      return (await ends.shell?.()) ?? { type: 'closed' };
    },
  };
  const controlled = control({ plan, hands });
  return { ...controlled, asked };
}

function failed(session: ReturnType<typeof open>['session']): void {
  session.record(
    { type: 'step.started', step: 'deploy', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'action.started', step: 'deploy', attempt: 1, action: 0, targets: ['web1', 'web2'] },
    { type: 'attempt.finished', step: 'deploy', attempt: 1, outcome: 'failed', detail: 'web1: exit 1' },
  );
}

test('an edited command is shown as a difference, asked about, recorded, and then tried again', async () => {
  const { session, keys, wait, line, asked, handedBack, title, controller, drawn } = open({
    edit: { type: 'edited', text: 'cp new old\nrestart\n' },
  });
  failed(session);
  keys('r');
  wait();
  keys('e');
  await handedBack();
  expect(asked.edits).toEqual(['deploy-1.sh: cp old new\nrestart\n']);
  expect(drawn.length).toBe(1);
  expect(title()).toBe('Edited: 1 Deploy');
  expect(controller.view().dialog?.spec.code).toEqual([
    { text: '@@ -1,2 +1,2 @@', tone: 'dim' },
    { text: '-cp old new', tone: 'bad' },
    { text: '+cp new old', tone: 'good' },
    { text: ' restart', tone: undefined },
  ]);
  expect(session.sent).toEqual([]);
  line('the names were swapped');
  expect(session.sent).toMatchObject([
    {
      type: 'edit',
      step: 'deploy',
      action: 0,
      text: 'cp new old\nrestart\n',
      reason: 'the names were swapped',
    },
  ]);
  await vi.waitFor(() => expect(title()).toBe('FAILED: 1 Deploy'));
  expect(session.state().steps.deploy?.edits[0]?.diff).toContain('+cp new old');
  expect(controller.view().dialog?.spec.code?.[0]?.text).toContain('edited for this run');
});

test.each([
  [{ type: 'edited', text: 'cp old new\nrestart\n' } as const, 'nothing was changed'],
  [{ type: 'edited', text: ' \n' } as const, 'nothing was changed: no text was left'],
  [{ type: 'failed', reason: 'vi ended with exit 1' } as const, 'nothing was changed: vi ended with exit 1'],
])('an editor that leaves %j records nothing', async (edit, message) => {
  const { session, keys, handedBack, controller } = open({ edit });
  keys('E');
  await handedBack();
  expect(session.sent).toEqual([]);
  expect(controller.view().dialog).toBeUndefined();
  expect(controller.view().message?.text).toBe(message);
});

test('a waiting step is edited with E; without a command there is nothing to edit', async () => {
  const { session, keys, line, handedBack, controller } = open({ edit: { type: 'edited', text: 'true\n' } });
  keys('E');
  await handedBack();
  line('not needed tonight');
  expect(session.sent).toMatchObject([{ type: 'edit', step: 'deploy' }]);
  await vi.waitFor(() => expect(controller.view().dialog).toBeUndefined());
  keys('j', 'j', 'E');
  expect(controller.view().message?.text).toBe('people do this step: there is no command to edit');
});

test('! opens a shell on the chosen host after one key, and records both ends of it', async () => {
  const { session, keys, wait, asked, handedBack, title, body, controller } = open();
  failed(session);
  keys('j', 'k', '!');
  expect(title()).toBe('A shell');
  expect(controller.view().dialog?.stage).toMatchObject({
    choices: [{ label: 'on web1' }, { label: 'on web2' }],
  });
  keys('esc', ']', '!');
  expect(title()).toBe('A shell on web1');
  expect(body()).toContain('What you do there is not recorded');
  keys('y');
  expect(asked.shells).toEqual([]);
  wait();
  keys('y');
  await handedBack();
  expect(asked.shells).toEqual(['web1']);
  expect(session.sent).toEqual([
    { type: 'open-shell', step: 'deploy', host: 'web1', by: 'Thomas' },
    { type: 'close-shell', step: 'deploy', host: 'web1', after: 0, by: 'Thomas' },
  ]);
  expect(controller.view().message?.tone).toBe('good');
});

test('of several hosts one is asked for by a key', async () => {
  const { keys, wait, asked, handedBack } = open();
  keys('!');
  wait();
  keys('2');
  wait();
  keys('c');
  wait();
  keys('y');
  await handedBack();
  expect(asked.shells).toEqual(['web2']);
});

test('a local step has its shell on this machine, a step of people on any host of the plan', () => {
  const { keys, title, controller } = open();
  keys('j', '!');
  expect(title()).toBe('A shell on this machine');
  keys('esc', 'j', '!');
  expect(controller.view().dialog?.stage).toMatchObject({
    choices: [{ label: 'on web1' }, { label: 'on web2' }, { label: 'on this machine' }],
  });
});

test('a shell that never was is said, and its end recorded all the same', async () => {
  const { session, keys, wait, handedBack, controller } = open({
    shell: () => Promise.reject(new Error('no terminal')),
  });
  keys('j', '!');
  wait();
  keys('y');
  await handedBack();
  expect(session.sent.map(({ type }) => type)).toEqual(['open-shell', 'close-shell']);
  expect(controller.view().message).toEqual({ tone: 'bad', text: 'the shell on this machine: no terminal' });
});

test('the run goes on while the terminal is away', async () => {
  const shell = Promise.withResolvers<ShellEnd>();
  const { session, keys, wait, handedBack } = open({ shell: () => shell.promise });
  keys('j', '!');
  wait();
  keys('y');
  await vi.waitFor(() => expect(session.sent.length).toBe(1));
  failed(session);
  expect(session.state().steps.deploy?.status).toBe('failed');
  shell.resolve({ type: 'closed' });
  await handedBack();
  expect(session.sent.length).toBe(2);
});

test('without hands nothing is handed over', () => {
  const { keys, wait, controller, session } = control({ plan });
  keys('E');
  expect(controller.view().message?.text).toBe('this terminal can not be handed over');
  keys('j', '!');
  wait();
  keys('y');
  expect(session.sent).toEqual([]);
});

test('before the shell opens its host is named once more, and a digit names none', async () => {
  const { keys, wait, controller, asked } = open();
  keys('!');
  wait();
  keys('2');
  expect(controller.view().dialog?.hint).toBe('press b, c, or esc');
  keys('c');
  expect(controller.view().dialog?.stage.ask).toBe('Press y to open a shell on web2, esc to stay');
  expect(asked.shells).toEqual([]);
});
