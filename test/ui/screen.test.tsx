import { Text } from 'ink';
import { cleanup, render } from 'ink-testing-library';
import { afterEach, expect, test } from 'vitest';
import { createManualClock } from '../../source/session/clock.ts';
import { createLogFinder } from '../../source/ui/log/log-finder.ts';
import { Pane } from '../../source/ui/pane.tsx';
import { Screen, type ScreenProps } from '../../source/ui/screen.tsx';
import { paint, themeOf } from '../../source/ui/theme.ts';
import { themeNames } from '../../source/ui/theme-name.ts';
import { initialView } from '../../source/ui/view.ts';
import { makeAugustPlan } from '../helpers/august-plan.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { start } from '../helpers/plan.ts';

afterEach(() => {
  cleanup();
});

function propsOf(changes: Partial<ScreenProps> = {}): ScreenProps {
  const session = createFakeSession({ plan: makeAugustPlan(), clock: createManualClock(start) });
  return {
    session,
    state: session.state(),
    view: initialView,
    trouble: undefined,
    now: start,
    wall: 0,
    logVersion: 0,
    finder: createLogFinder(session.logs),
    columns: 100,
    rows: 24,
    theme: themeOf('mono', false),
    colour: false,
    ascii: false,
    onMeasure: () => undefined,
    ...changes,
  };
}

test('a pane cuts what is too long or too much', () => {
  const { lastFrame } = render(
    <Pane rows={['abcdefgh', 'two', 'three']} width={5} height={2} ascii={false} />,
  );
  expect(lastFrame()).toBe('abcd…\ntwo');
});

test('a pane for a terminal without signs', () => {
  const { lastFrame } = render(<Pane rows={['✔ done │ ▶']} width={20} height={1} ascii={true} />);
  expect(lastFrame()).toBe('+ done | >');
});

test('the screen never has more rows than it was given', () => {
  const { lastFrame, rerender } = render(<Screen {...propsOf()} />);
  expect(lastFrame()?.split('\n').length).toBe(24);
  rerender(<Screen {...propsOf({ view: { ...initialView, help: 0 } })} />);
  expect(lastFrame()?.split('\n').length).toBe(24);
  expect(lastFrame()).toContain('KEYS');
  rerender(<Text>gone</Text>);
  expect(lastFrame()).toBe('gone');
});

test('without colours nothing but bold, dim and inverse is written', () => {
  const { lastFrame } = render(<Screen {...propsOf()} />);
  const codes = new Set([...(lastFrame() ?? '').matchAll(/\u001b\[([\d;]*)m/g)].map((match) => match[1]));
  expect([...codes].filter((code) => !/^(0|1|2|7|22|27|1;7|7;1)$/.test(code ?? ''))).toEqual([]);
});

test.each(themeNames)('%s paints every tone', (name) => {
  const theme = themeOf(name, true);
  expect(paint([{ text: 'x', tone: 'bad' }], theme)).toBe(`\u001b[${theme.bad}mx\u001b[0m`);
  expect(Object.values(theme).every((code) => /^\d+(;\d+)*$/.test(code))).toBe(true);
});
