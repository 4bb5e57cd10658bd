import { expect, test } from 'vitest';
import type { Journal } from '../../source/journal/journal.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { logLines, readOutput } from '../helpers/read-output.ts';
import { by, idle, ok, open, settled } from './live-bench.ts';

test('a started step is journaled before it runs, and runs on all targets at once', async () => {
  const { session, executor, journal, run } = await open();
  expect(await session.send({ type: 'start', step: 'stop', by })).toEqual({ type: 'accepted' });
  await settled(() => executor.jobs().length === 2);
  const stored = (await journal.read(run)).map(({ event }) => event.type);
  expect(stored.slice(-2)).toEqual(['step.started', 'action.started']);
  expect(executor.jobs().map(({ target }) => target)).toEqual(['web1', 'web2']);
  expect(executor.jobs()[0]?.env).toMatchObject({
    tag: 'v2',
    GONOGO_RUN: run,
    GONOGO_STEP: 'stop',
    GONOGO_ATTEMPT: '1',
  });
});

test('actions follow each other, and the step is done after the last', async () => {
  const { session, executor } = await open();
  await session.send({ type: 'start', step: 'stop', by });
  await settled(() => executor.jobs().length === 2);
  executor.end('web1', ok);
  await settled(() => session.state().steps.stop?.attempts[0]?.targets.web1 !== undefined);
  expect(executor.jobs().length).toBe(2);
  executor.end('web2', ok);
  await settled(() => executor.jobs().length === 3);
  executor.end('local', ok);
  await settled(() => session.state().steps.stop?.status === 'done');
});

test('a failing target ends the attempt once the others have ended, and says which', async () => {
  const { session, executor } = await open();
  await session.send({ type: 'start', step: 'stop', by });
  await settled(() => executor.jobs().length === 2);
  executor.end('web1', { type: 'exited', code: 3 });
  await settled(() => session.state().steps.stop?.attempts[0]?.targets.web1 !== undefined);
  expect(session.state().steps.stop?.status).toBe('running');
  executor.end('web2', ok);
  await settled(() => session.state().steps.stop?.status === 'failed');
  expect(session.state().steps.stop?.attempts[0]?.detail).toBe('web1: exit 3');
  expect(executor.jobs().length).toBe(2);
});

test('a lost connection makes the attempt unknown, never failed', async () => {
  const { session, executor } = await open();
  await session.send({ type: 'start', step: 'stop', by });
  await settled(() => executor.jobs().length === 2);
  executor.end('web1', { type: 'lost', reason: 'connection reset' });
  executor.end('web2', { type: 'exited', code: 1 });
  await settled(() => session.state().steps.stop?.status === 'unknown');
  expect(session.state().steps.stop?.attempts[0]?.detail).toBe('web1: lost: connection reset; web2: exit 1');
});

test('what a person types is not taken where it holds a secret, however it is written', async () => {
  const secretsIn = (text: string) => (text.includes('s3cr\\"t') ? ['token'] : []);
  const { session, types } = await open({ secretsIn });
  const refused = {
    type: 'refused',
    refusal: { code: 'not-now', message: 'this holds the secret token: leave it out', missing: [] },
  };
  expect(await session.send({ type: 'note', text: 'it is s3cr"t', by })).toEqual(refused);
  const text = 'use s3cr"t';
  const edit = { type: 'edit', step: 'stop', action: 0, text, diff: text, reason: 'because', by } as const;
  expect(await session.send(edit)).toEqual(refused);
  expect(await session.send({ type: 'note', text: 'it is secret', by })).toEqual({ type: 'accepted' });
  expect(types().filter((type) => type === 'note.added' || type === 'action.edited')).toEqual(['note.added']);
});

test('stop reaches every target', async () => {
  const { session, executor } = await open();
  await session.send({ type: 'start', step: 'stop', by });
  await settled(() => executor.jobs().length === 2);
  await session.send({ type: 'stop', step: 'stop', by });
  await settled(() => session.state().steps.stop?.status === 'failed');
  expect(session.state().steps.stop?.attempts[0]).toMatchObject({ outcome: 'stopped', stopRequested: true });
});

test('output is in the journal before the result that refers to it', async () => {
  const { session, executor, journal, run } = await open();
  await session.send({ type: 'start', step: 'stop', by });
  await settled(() => executor.jobs().length === 2);
  executor.write('web1', 'stopping\n');
  expect(logLines(session.logs, 'stop', 'web1').map(({ text }) => text)).toEqual(['stopping']);
  executor.end('web1', ok);
  await settled(() => session.state().steps.stop?.attempts[0]?.targets.web1 !== undefined);
  const chunks = await readOutput(journal, run);
  expect(chunks.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['stopping\n']);
});

test('an auto step starts by itself when it is ready and due, not before', async () => {
  const { session, executor, clock } = await open();
  await session.send({ type: 'skip', step: 'stop', reason: 'r', by });
  await idle();
  expect(executor.jobs()).toEqual([]);
  clock.advance(5 * minute);
  await settled(() => executor.jobs().length === 1);
  expect(session.state().steps.deploy?.attempts[0]?.by).toBe('auto');
});

test('what is to be recorded first stands before all that begins by itself', async () => {
  const auto = makePlan({ main: [{ id: 'deploy', auto: true, actions: [sh()] }] });
  const first = [{ type: 'note', text: 'preflight: GO, 1 target', by }] as const;
  const { types } = await open({ plan: auto, now: start, first });
  await settled(() => types().includes('step.started'));
  expect(types().slice(0, 4)).toEqual(['run.created', 'session.opened', 'note.added', 'step.started']);
});

test('a journal that fails holds the command back and says so; a report is offered until it is taken', async () => {
  const inner = createMemoryJournal();
  let broken = false;
  const journal: Journal = {
    ...inner,
    append: (...args) => (broken ? Promise.reject(new Error('disk full')) : inner.append(...args)),
  };
  const { session, executor, clock } = await open({ journal });
  await session.send({ type: 'start', step: 'stop', by });
  await settled(() => executor.jobs().length === 2);
  broken = true;
  const refused = await session.send({ type: 'note', text: 'x', by });
  expect(refused).toMatchObject({ type: 'refused', refusal: { message: 'not recorded: disk full' } });
  expect(session.trouble()).toMatch(/disk full/);
  executor.end('web1', ok);
  executor.end('web2', ok);
  await idle();
  expect(executor.jobs().length).toBe(2);
  broken = false;
  await settled(() => {
    clock.advance(1000);
    return executor.jobs().length === 3;
  });
  expect(session.trouble()).toBeUndefined();
});

test('somebody else wrote first: the command is decided again on what is there now', async () => {
  const one = await open();
  const two = await open({ journal: one.journal, run: one.run });
  await one.session.send({ type: 'skip', step: 'stop', reason: 'r', by });
  const result = await two.session.send({ type: 'start', step: 'stop', by });
  expect(result).toMatchObject({ type: 'refused', refusal: { message: 'it was skipped' } });
  expect(two.executor.jobs()).toEqual([]);
});

test('a role that is not at this keyboard confirms nothing here', async () => {
  const { session } = await open({
    plan: makePlan({ main: [{ id: 'look', confirm: ['qc'] }] }),
    roles: ['programmer'],
  });
  await session.send({ type: 'start', step: 'look', by });
  const result = await session.send({ type: 'confirm', step: 'look', role: 'qc', by });
  expect(result).toMatchObject({
    type: 'refused',
    refusal: { message: 'QC (Sandra) is not at this keyboard' },
  });
});

test('after D no further action of a main step begins: its attempt is stopped', async () => {
  const { session, executor } = await open();
  await session.send({ type: 'start', step: 'stop', by });
  await settled(() => executor.jobs().length === 2);
  await session.send({ type: 'fallback', reason: 'errors', by });
  executor.end('web1', ok);
  executor.end('web2', ok);
  await settled(() => session.state().steps.stop?.status === 'failed');
  expect(executor.jobs().length).toBe(2);
  expect(session.state().steps.stop?.attempts[0]).toMatchObject({
    outcome: 'stopped',
    detail: 'D was called before action 2',
  });
});

test('once it is being left nothing more begins', async () => {
  const { session, executor } = await open();
  await session.send({ type: 'start', step: 'stop', by });
  await settled(() => executor.jobs().length === 2);
  const closed = session.close();
  expect((await session.send({ type: 'note', text: 'x', by })).type).toBe('refused');
  executor.end('web1', ok);
  executor.end('web2', ok);
  await closed;
  await idle();
  expect(executor.jobs().length).toBe(2);
});

test('what another session started is not carried out here too', async () => {
  const one = await open();
  const two = await open({ journal: one.journal, run: one.run });
  await one.session.send({ type: 'start', step: 'stop', by });
  // Loses the race, reads what is new, and is decided on that.
  await two.session.send({ type: 'note', text: 'x', by });
  await settled(() => one.executor.jobs().length === 2);
  expect(two.session.state().steps.stop?.status).toBe('running');
  expect(two.executor.jobs()).toEqual([]);
});

test('an auto step whose time passed while nobody watched is left to a person', async () => {
  const first = await open();
  await first.session.send({ type: 'skip', step: 'stop', reason: 'r', by });
  await first.session.close();
  const late = await open({ journal: first.journal, run: first.run, now: start + 60 * minute });
  late.clock.advance(5 * minute);
  await idle();
  expect(late.executor.jobs()).toEqual([]);
});

test('an item with an owner is answered in that role only', async () => {
  const item = { number: 1, text: 'Log', line: 1, owners: [{ name: 'DBA', roles: ['dba'] }] };
  const { session } = await open({
    plan: makePlan({ main: [{ id: 'look', checklist: [item] }] }),
    roles: ['programmer'],
  });
  await session.send({ type: 'start', step: 'look', by });
  const result = await session.send({ type: 'answer', step: 'look', item: 1, answer: 'passed', by });
  expect(result).toMatchObject({
    type: 'refused',
    refusal: { message: 'DBA (Prabhu) is not at this keyboard' },
  });
});

test('a listener that fails does not make a recorded command look refused', async () => {
  const { session } = await open();
  session.subscribe(() => {
    throw new Error('a screen that broke');
  });
  expect(await session.send({ type: 'note', text: 'x', by })).toEqual({ type: 'accepted' });
  expect(session.trouble()).toBe('a screen that broke');
});
