import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { Box } from 'ink';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, expect, test } from 'vitest';
import { createManualClock } from '../../../source/session/clock.ts';
import type { PreflightEnd } from '../../../source/ui/preflight/preflight-control.ts';
import { runPreflightScreen } from '../../../source/ui/preflight/preflight-screen.tsx';
import type { Stage } from '../../../source/ui/stage.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, start } from '../../helpers/plan.ts';
import { startLook } from '../../helpers/preflight-state.ts';

afterEach(() => {
  cleanup();
});

/** The screen on a stage of the test's own, with a wall clock that moves when the test says so. */
function show(targets: readonly string[] = ['web1', 'web2', 'mail']) {
  const clock = createManualClock(start);
  const session = createFakeSession({ plan: makePlan({ main: [] }), clock });
  const { look, tell, rounds } = startLook(targets);
  const leave = new AbortController();
  let wall = 0;
  let app: ReturnType<typeof render> | undefined;
  let end: PreflightEnd | undefined;
  const stage: Stage = {
    show: (node) => {
      app = render(<Box>{node}</Box>);
    },
    forget: () => undefined,
    close: () => undefined,
    closed: () => new Promise(() => undefined),
  };
  const running = runPreflightScreen({
    stage,
    look,
    state: session.state(),
    session,
    clock,
    theme: 'mono',
    ascii: false,
    colour: false,
    leave: leave.signal,
    wall: () => wall,
  });
  void running.then((how) => {
    end = how;
  });
  const settle = () => delay(30);
  return {
    look,
    rounds,
    leave,
    wait: (ms: number) => {
      wall += ms;
    },
    tell: async (down?: readonly string[]) => {
      await tell(down);
      await settle();
    },
    type: async (...inputs: readonly string[]) => {
      for (const input of inputs) {
        app?.stdin.write(input);
        await settle();
      }
    },
    text: () => stripVTControlCharacters(app?.lastFrame() ?? ''),
    end: () => end,
    settle,
  };
}

const enter = '\r';

test('enter goes on after a GO, with what the record is to say; not before all have answered', async () => {
  const screen = show();
  await screen.settle();
  expect(screen.text()).toMatch(/^ GONOGO {2}A release .* LIVE /);
  expect(screen.text()).toMatch(/0 of 3 have answered; asking web\[1-2\], mail server/);
  screen.wait(1000);
  await screen.type(enter);
  expect(screen.text()).toMatch(/not before all have answered/);
  await screen.tell();
  screen.wait(600);
  await screen.type(enter);
  expect(screen.end()).toEqual({ type: 'go-on', note: 'preflight: GO, 3 targets' });
  expect(screen.text()).toMatch(/The run is being opened/);
});

test('half a second has to pass before a key answers what has just come on the screen', async () => {
  const screen = show();
  await screen.tell();
  screen.wait(400);
  await screen.type(enter);
  expect(screen.end()).toBeUndefined();
  expect(screen.text()).toMatch(/look at it first, then press again/);
  screen.wait(200);
  await screen.type(enter);
  expect(screen.end()?.type).toBe('go-on');
});

test('keys that come at once, and pasted text, go on nowhere', async () => {
  const screen = show();
  await screen.tell();
  screen.wait(1000);
  await screen.type(`y${enter}`);
  expect(screen.text()).toMatch(/several keys came at once/);
  await screen.type(`\u001b[200~${enter}\u001b[201~`);
  expect(screen.text()).toMatch(/pasted text does nothing here/);
  expect(screen.end()).toBeUndefined();
});

test('over a NO-GO enter only asks: the word and a reason are what goes on', async () => {
  const screen = show();
  await screen.tell(['web2']);
  screen.wait(1000);
  await screen.type(enter);
  expect(screen.text()).toMatch(/Type anyway to go on all the same/);
  screen.wait(1000);
  await screen.type(enter, ...'yes', enter);
  expect(screen.text()).toMatch(/type anyway, then enter/);
  await screen.type('\u001b[200~anyway\u001b[201~', enter);
  expect(screen.end()).toBeUndefined();
  await screen.type(...'anyway', enter);
  expect(screen.text()).toMatch(/Why does it go on all the same/);
  screen.wait(1000);
  await screen.type(...'it is a spare', enter);
  expect(screen.end()).toEqual({
    type: 'go-on',
    note: 'preflight NO-GO: web2: connection: no connection to web2: refused; went on: it is a spare',
  });
});

test('r looks again; what was mended is then a GO', async () => {
  const screen = show();
  await screen.tell(['web2']);
  expect(screen.text()).toMatch(/NO-GO: 1 problem on web2/);
  screen.wait(1000);
  await screen.type('r');
  expect(screen.rounds()).toBe(2);
  expect(screen.text()).toMatch(/0 of 3 have answered/);
  await screen.tell();
  expect(screen.text()).toMatch(/GO: 2 hosts, the mail server/);
});

test.each([
  ['after a NO-GO', ['web1'], true],
  ['after a GO', [], false],
])('q leaves at once, %s', async (_, down, noGo) => {
  const screen = show();
  await screen.tell(down);
  await screen.type('q');
  expect(screen.end()).toEqual({ type: 'left', noGo });
});

test('a closed terminal leaves, too', async () => {
  const screen = show();
  screen.leave.abort();
  await screen.settle();
  expect(screen.end()).toEqual({ type: 'left', noGo: false });
});
