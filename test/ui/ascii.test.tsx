import { setTimeout as delay } from 'node:timers/promises';
import { Box } from 'ink';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, expect, test, vi } from 'vitest';
import { createManualClock } from '../../source/session/clock.ts';
import { openReplay } from '../../source/session/replay.ts';
import type { Session } from '../../source/session/session.ts';
import { toAscii } from '../../source/ui/glyphs.ts';
import { type KeyContext, keymap } from '../../source/ui/keymap.ts';
import { runPreflightScreen } from '../../source/ui/preflight/preflight-screen.tsx';
import { makeAugustPlan } from '../helpers/august-plan.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { ended, launched, nodes, startOnHosts } from '../helpers/many-hosts.ts';
import { start } from '../helpers/plan.ts';
import { startLook } from '../helpers/preflight-state.ts';
import { outputOf } from '../helpers/read-output.ts';
import { renderApp } from '../helpers/render-app.ts';

afterEach(() => {
  cleanup();
});

const FOREIGN = /[^\x00-\x7f]/;
const TITLE = 'Café „Übergabe“ 古い 👩‍💻 – ready…';

test.each([
  ['✔ done │ ▶', '+ done | >'],
  ['Café „Übergabe“', 'Cafe ?Ubergabe"'],
  ['古い', '????'],
  ['👩‍💻', '??'],
  ['e\u0301', 'e'],
  ['\u001b[1mx\u001b[0m', '\u001b[1mx\u001b[0m'],
])('%j is drawn as %j', (text, drawn) => {
  expect(toAscii(text)).toBe(drawn);
});

/** Every key of a context that opens or changes something, each on a screen without a question. */
async function pressAll(session: Session, context: KeyContext, size: { columns: number; rows: number }) {
  const app = await renderApp({ session, ascii: true, ...size });
  const leaving = ['leave', 'menu', 'end'];
  const shown: string[] = [app.text()];
  const keys = keymap[context]
    .filter(({ intent }) => !leaving.includes(intent))
    .map(({ keys: [key = ''] }) => key);
  for (const key of ['z', 'm', ...keys]) {
    await app.type(KEYS[key] ?? key);
    app.wait(1000);
    shown.push(app.text());
    await app.type('\u001b');
  }
  await app.close();
  return { shown, written: app.written() };
}

/** Names of keys as a terminal sends them. */
const KEYS: Readonly<Record<string, string>> = {
  enter: '\r',
  tab: '\t',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  home: '\u001b[H',
  end: '\u001b[F',
  pageup: '\u001b[5~',
  pagedown: '\u001b[6~',
  'ctrl+l': '\u000c',
  'shift+tab': '\u001b[Z',
};

function manyHosts() {
  const hosts = nodes(20);
  const { session } = startOnHosts(hosts);
  session.record(...hosts.map((host) => launched(host)));
  for (const host of hosts) session.print('deploy', host, `töd – “${host}” 古い 👩‍💻 ✔`, 'plain \u001b[2J');
  session.record(...hosts.slice(0, 10).map((host, index) => ended(host, index % 3)));
  return session;
}

function august() {
  const plan = makeAugustPlan();
  const timelines = plan.timelines.map((timeline) => ({
    ...timeline,
    title: `${timeline.title} ${TITLE}`,
    steps: timeline.steps.map((step) => ({
      ...step,
      title: `${step.title} ${TITLE}`,
      instructions: [TITLE],
    })),
  }));
  const clock = createManualClock(start);
  return createFakeSession({ plan: { ...plan, title: TITLE, timelines }, clock });
}

test.each([
  ['wide', { columns: 120, rows: 40 }],
  ['narrow', { columns: 80, rows: 24 }],
])(
  'the night, %s: no key shows a sign beyond ASCII',
  async (_, size) => {
    const { shown, written } = await pressAll(august(), 'run', size);
    expect(shown.filter((text) => FOREIGN.test(text))).toEqual([]);
    expect(FOREIGN.exec(written)).toBeNull();
    // Dialogs and the help were really there.
    expect(written).toMatch(/Note on/);
    expect(written).toMatch(/KEYS/);
  },
  60_000,
);

test('nor does the log of many hosts, in any of its ways', async () => {
  const app = await renderApp({ session: manyHosts(), ascii: true });
  await app.type('z', 'm', 'm', 'm', 'V', 'o', 'w', 'i', ...'/“\r');
  await vi.waitFor(() => expect(app.text()).toContain('? +'));
  expect(FOREIGN.exec(app.written())).toBeNull();
  await app.close();
});

test('nor does a replay', async () => {
  const night = august();
  night.record({
    type: 'step.started',
    step: night.state().plan.timelines[0]?.steps[0]?.id ?? '',
    attempt: 1,
    by: 'Jörg',
    reason: undefined,
    missing: [],
  });
  const seal = { run: '7K2F', mono: 0, boot: '', prev: '', hash: '' };
  const session = openReplay({
    run: '7K2F',
    plan: night.state().plan,
    events: night.history().map((event) => ({ ...seal, ...event, wall: event.at })),
    output: outputOf([]),
    identity: { person: '', roles: [] },
    speed: 1,
    wall: createManualClock(0),
  });
  const { written } = await pressAll(session, 'replay', { columns: 100, rows: 30 });
  expect(written).toContain('REPLAY');
  expect(FOREIGN.exec(written)).toBeNull();
}, 60_000);

test('nor does the screen before the run', async () => {
  const { look, tell } = startLook(['web1', 'wéb2', 'mail']);
  const session = august();
  const leave = new AbortController();
  const apps: ReturnType<typeof render>[] = [];
  void runPreflightScreen({
    stage: {
      show: (node) => apps.push(render(<Box>{node}</Box>)),
      forget: () => undefined,
      close: () => undefined,
      closed: () => new Promise(() => undefined),
    },
    look,
    state: session.state(),
    session,
    clock: createManualClock(start),
    theme: 'mono',
    ascii: true,
    colour: false,
    leave: leave.signal,
    wall: () => 0,
  });
  await delay(30);
  await tell(['wéb2']);
  for (const key of ['', '?', '\u001b', '\r']) {
    apps[0]?.stdin.write(key);
    await delay(60);
  }
  const frames = apps[0]?.frames ?? [];
  expect(frames.join('')).toContain('web2');
  expect(frames.filter((frame) => FOREIGN.test(frame))).toEqual([]);
  leave.abort();
});
