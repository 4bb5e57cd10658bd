import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyChain } from '../../source/journal/hash-chain.ts';
import type { Journal } from '../../source/journal/journal.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import { openDatabase } from '../../source/journal/sqlite-database.ts';
import { journalIn } from '../../source/journal/sqlite-journal.ts';
import { verifyOutput } from '../../source/journal/verify-output.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { temporaryFolders } from '../journal/temporary-folder.ts';
import { by, idle, ok, open, settled } from './live-bench.ts';

const newFolder = temporaryFolders();

/** A journal in memory of which either part can be made to fail. */
function breakable() {
  const inner = createMemoryJournal();
  const broken = { events: false, output: false };
  const journal: Journal = {
    ...inner,
    append: (...args) => (broken.events ? Promise.reject(new Error('disk full')) : inner.append(...args)),
    appendOutput: (...args) =>
      broken.output ? Promise.reject(new Error('disk full')) : inner.appendOutput(...args),
  };
  return { journal, broken };
}

const two = makePlan({
  main: [
    { id: 'stop', actions: [sh(['web1'])] },
    { id: 'deploy', offset: 5 * minute, actions: [sh(['web2'])], auto: true },
  ],
});

test('nothing starts by itself while the journal fails; it does when that is over, and the record says so', async () => {
  const { journal, broken } = breakable();
  const { session, executor, clock, types } = await open({ plan: two, journal });
  clock.advance(4 * minute);
  broken.events = true;
  for (let second = 0; second < 3 * 60; second += 1) {
    clock.advance(1000);
    await idle();
  }
  expect(executor.jobs()).toEqual([]);
  expect(types()).not.toContain('step.started');
  expect(session.trouble()).toBe('nothing starts, not recorded: disk full');

  broken.events = false;
  await settled(() => {
    clock.advance(1000);
    return executor.jobs().length === 1 && types().includes('note.added');
  });
  expect(session.trouble()).toBeUndefined();
  const note = session.history().find(({ event }) => event.type === 'note.added')?.event;
  expect(note).toMatchObject({
    by: 'gonogo',
    text: expect.stringMatching(
      /^the journal could not be written from 05:05:0\d to 05:07:0\d \(disk full\): nothing started meanwhile$/,
    ),
  });
  expect(session.state().steps.deploy?.attempts).toHaveLength(1);
});

test('the trouble passes although nobody does anything, and not because something was refused', async () => {
  const { journal, broken } = breakable();
  const { session, clock, types } = await open({ journal });
  broken.events = true;
  await session.send({ type: 'note', text: 'x', by });
  await session.send({ type: 'skip', step: 'stop', reason: '', by });
  expect(session.trouble()).toMatch(/^nothing starts, not recorded/);
  const before = types().length;
  broken.events = false;
  await settled(() => {
    clock.advance(1000);
    return session.trouble() === undefined;
  });
  expect(types().slice(before)).toEqual(['note.added']);
});

test('while only output can’t be recorded nothing starts, and nothing of what runs is said to have ended', async () => {
  const { journal, broken } = breakable();
  const { session, executor, clock, run, types } = await open({ plan: two, journal });
  await session.send({ type: 'start', step: 'stop', by });
  await settled(() => executor.jobs().length === 1);
  broken.output = true;
  executor.write('web1', 'stopping\n');
  clock.advance(1000);
  await settled(() => session.trouble() !== undefined);
  executor.end('web1', ok);

  const refused = await session.send({ type: 'start', step: 'deploy', reason: 'early', by });
  expect(refused).toMatchObject({
    type: 'refused',
    refusal: { message: 'nothing starts, not recorded: disk full' },
  });
  expect(await session.send({ type: 'note', text: 'we wait', by })).toEqual({ type: 'accepted' });
  for (let second = 0; second < 6 * 60; second += 1) {
    clock.advance(1000);
    await idle();
  }
  expect(executor.jobs()).toHaveLength(1);
  expect(types().slice(-2)).toEqual(['action.started', 'note.added']);

  broken.output = false;
  await settled(() => {
    clock.advance(1000);
    return executor.jobs().length === 2 && session.state().steps.stop?.status === 'done';
  });
  const verdict = await verifyOutput(await journal.read(run), journal.walkOutput(run));
  expect(verdict).toMatchObject({ faults: [], bytes: 'stopping\n'.length });
});

test('a signature is offered until it is taken', async () => {
  const { journal, broken } = breakable();
  const sign = async () => {
    broken.events = true;
    return { key: 'SHA256:abc', signature: 'signed' };
  };
  const { session, clock, types } = await open({ journal, sign });
  await session.send({ type: 'fallback', reason: 'errors', by });
  await settled(() => session.trouble() !== undefined);
  broken.events = false;
  await settled(() => {
    clock.advance(1000);
    return types().includes('record.signed');
  });
});

test('a full disk in the middle of a step: what was acknowledged is there, the rest comes when there is room', async () => {
  const file = join(newFolder(), 'journal.sqlite');
  const database = openDatabase(file);
  const journal = journalIn(database, { file });
  const { session, executor, clock, run } = await open({ plan: two, journal, now: start - minute });
  await session.send({ type: 'start', step: 'stop', reason: 'early', by });
  await settled(() => executor.jobs().length === 1);
  const pages = Number(database.prepare('PRAGMA page_count').get()?.page_count);
  database.exec(`PRAGMA max_page_count = ${pages + 1}`);
  const line = `${'x'.repeat(999)}\n`;
  executor.write('web1', line.repeat(50));
  executor.end('web1', ok);
  await settled(() => {
    clock.advance(1000);
    return session.trouble() !== undefined;
  });
  expect(session.trouble()).toMatch(/^nothing starts, not recorded: no room left for the journal: make room/);
  const said = session.history().length;
  expect(await journal.read(run)).toHaveLength(said);

  database.exec('PRAGMA max_page_count = 1000000');
  await settled(() => {
    clock.advance(1000);
    return session.trouble() === undefined && session.state().steps.stop?.status === 'done';
  });
  await settled(() => {
    clock.advance(1000);
    return session.history().some(({ event }) => event.type === 'note.added');
  });
  const events = await journal.read(run);
  expect(verifyChain(events).type).toBe('intact');
  expect(events.map(({ seq }) => seq)).toEqual(session.history().map(({ seq }) => seq));
  expect(events.some(({ event }) => 'text' in event && /its disk was full/.test(event.text))).toBe(true);
  expect(await verifyOutput(events, journal.walkOutput(run))).toMatchObject({ faults: [], bytes: 50_000 });
  await session.close();
  await journal.close();
});
