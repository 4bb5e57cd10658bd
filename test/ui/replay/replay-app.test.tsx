import { afterEach, expect, test, vi } from 'vitest';
import type { OutputChunk } from '../../../source/journal/journal.ts';
import { JournalError } from '../../../source/journal/journal-error.ts';
import type { OutputReader } from '../../../source/journal/output-reader.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { openReplay } from '../../../source/session/replay.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';
import { outputOf } from '../../helpers/read-output.ts';
import { type RenderedApp, renderApp } from '../../helpers/render-app.ts';

let app: RenderedApp;

afterEach(() => app.close());

const plan = makePlan({
  main: [
    { id: 'stop', title: 'Stop the servers', actions: [sh(['web1', 'web2'])] },
    { id: 'deploy', title: 'Deploy', offset: 20 * minute, actions: [sh(['web1'])] },
  ],
});

function chunk(after: number, step: string, target: string, text: string): OutputChunk {
  const bytes = new TextEncoder().encode(text);
  return { step, attempt: 1, action: 0, target, stream: 'stdout', at: start + after * minute, bytes };
}

/** A night of forty minutes, and two steps that write. */
async function open(columns = 120, rows = 40, damage: Partial<OutputReader> = {}) {
  const clock = createManualClock(start);
  const night = createFakeSession({ plan, clock });
  const work = (step: string, targets: readonly string[]) => {
    night.record(
      { type: 'step.started', step, attempt: 1, by: 'x', reason: undefined, missing: [] },
      { type: 'action.started', step, attempt: 1, action: 0, targets },
    );
    clock.advance(20 * minute);
    night.record({ type: 'attempt.finished', step, attempt: 1, outcome: 'succeeded', detail: '' });
  };
  work('stop', ['web1', 'web2']);
  work('deploy', ['web1']);
  const seal = { run: '7K2F', mono: 0, boot: '', prev: '', hash: '' };
  const session = openReplay({
    run: '7K2F',
    plan,
    events: night.history().map((event) => ({ ...seal, ...event, wall: event.at })),
    output: {
      ...outputOf([
        chunk(1, 'stop', 'web1', 'stopping\n'),
        chunk(2, 'stop', 'web2', 'stopping\nport in use\n'),
        chunk(3, 'stop', 'web1', 'stopped\n'),
        chunk(25, 'deploy', 'web1', 'unpacked\nport in use again\n'),
        chunk(26, 'deploy', 'web1', 'done\n'),
      ]),
      ...damage,
    },
    identity: { person: '', roles: [] },
    speed: 1,
    wall: createManualClock(0),
  });
  app = await renderApp({ session, columns, rows });
  await app.type(' ');
  const after = () => (session.clock.now() - start) / minute;
  return { session, after };
}

test.each([
  [120, 40],
  [80, 24],
])('%dx%d: a search goes to the moment, the step and the host', async (columns, rows) => {
  const { after } = await open(columns, rows);
  await app.type('/');
  await app.typeSlowly('in use');
  await app.type('\r');
  await vi.waitFor(() => expect(app.text()).toContain('1 of 2 in all output'));
  expect(after()).toBe(2);
  expect(app.text()).toMatch(/▶\S+ port in use/);
  expect(app.text()).toContain('[web2]');
  expect(app.text()).toContain('1 Stop the servers');
  expect(app.text()).not.toContain('stopped');
  await app.type('n');
  expect(after()).toBe(25);
  expect(app.text()).toContain('2 of 2 in all output');
  expect(app.text()).toMatch(/▶\S+ port in use again/);
  expect(app.text()).toContain('2 Deploy');
  await app.type('n');
  expect(after()).toBe(2);
  expect(app.text()).toContain('1 of 2 in all output, none later: the first');
  await app.type('N');
  expect(after()).toBe(25);
  await app.type('{', 'N');
  expect(after()).toBe(2);
  await app.type('}', 'n');
  expect(after()).toBe(25);
  await app.type('\u001b');
  expect(app.text()).not.toContain('/in use');
});

test('what is nowhere is said, and nothing moves', async () => {
  const { after } = await open();
  await app.type('}', '/');
  await app.typeSlowly('nowhere');
  await app.type('\r');
  await vi.waitFor(() => expect(app.text()).toContain('nowhere is nowhere in the output'));
  expect(after()).toBe(1);
});

test('to a moment by its name, a minute back and on', async () => {
  const { after } = await open();
  await app.type(':');
  expect(app.rows().at(-2)).toContain('S+35m, D+5m or 05:40');
  await app.typeSlowly('S+25m');
  await app.type('\r');
  expect(after()).toBe(25);
  expect(app.rows()[1]).toContain('S+00:25:00');
  await app.type('}', '}', '{');
  expect(after()).toBe(26);
  await app.type(':');
  await app.typeSlowly('05:10');
  await app.type('\r');
  expect(after()).toBe(10);
  await app.type(':');
  await app.typeSlowly('D+5m');
  await app.type('\r');
  expect(app.rows().at(-2)).toContain(':D+5m');
  expect(app.rows().at(-2)).toContain('the fallback was never called');
  expect(after()).toBe(10);
  await app.type('\u001b');
  expect(app.rows().at(-2)).not.toContain('D+5m');
});

test('another moment shows its own end of the log', async () => {
  await open();
  await app.type(':');
  await app.typeSlowly('S+3m');
  await app.type('\r', '/');
  await app.typeSlowly('stopping');
  await app.type('\r');
  await vi.waitFor(() => expect(app.text()).toContain('of 2 in all output'));
  expect(app.text()).toContain('end follows');
  await app.type('}');
  expect(app.text()).not.toContain('end follows');
});

test('a hit in a pane of a split goes to that pane; one elsewhere takes its place', async () => {
  const { session } = await open();
  session.replay?.seek(start + 1.5 * minute);
  await app.type('|', 'h');
  expect(app.text()).toMatch(/▶1 1 web1 .*following/);
  expect(app.text()).toMatch(/ 2 1 web2 .*following/);
  await app.type('/');
  await app.typeSlowly('port');
  await app.type('\r');
  await vi.waitFor(() => expect(app.text()).toMatch(/▶2 1 web2 .*end follows/));
  expect(app.text()).toMatch(/▶\S+ port in use/);
  await app.type('n');
  await vi.waitFor(() => expect(app.text()).toMatch(/▶\S+ port in use again/));
  expect(app.text()).not.toContain('2 1 web2');
});

test('output that is lost is said in its place and above, and the screen goes on', async () => {
  const message = 'output of run 7K2F is gone: put the folder back from a copy';
  const { session } = await open(120, 40, {
    bytes: () => {
      throw new JournalError({ code: 'corrupt', file: 'journal.sqlite', message });
    },
  });
  session.replay?.seek(start + 5 * minute);
  await app.type('o');
  await vi.waitFor(() => expect(app.text()).toContain('web1 (lost from the record)'));
  await vi.waitFor(() => expect(app.text()).toContain('output of run 7K2F is gone'));
});
