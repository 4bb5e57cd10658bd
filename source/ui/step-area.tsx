import { useLayoutEffect } from 'react';
import type { Step } from '../plan/plan.ts';
import type { RunState } from '../run/state.ts';
import { stepState } from '../run/timing.ts';
import type { Situation } from './commands.ts';
import { aboutStep } from './dialog/asker.ts';
import { glyphs } from './glyphs.ts';
import type { Size } from './layout.ts';
import { type Line, span } from './line.ts';
import { logRows } from './log-pane.ts';
import { Pane } from './pane.tsx';
import type { ScreenProps } from './screen.tsx';
import { shownTarget } from './shown.ts';
import { stepRows, stepText } from './step-pane.ts';
import { paint } from './theme.ts';

/** What is known of the step above, its log below; a question leaves no room for the log. */
export function StepArea({
  props,
  situation,
  size,
}: {
  props: ScreenProps;
  situation: Situation;
  size: Size;
}) {
  const { step } = situation;
  return step === undefined ? null : <StepRows props={props} situation={situation} step={step} size={size} />;
}

function StepRows({
  props,
  situation,
  step,
  size,
}: {
  props: ScreenProps;
  situation: Situation;
  step: Step;
  size: Size;
}) {
  const { state, session, view, theme, colour, ascii, onMeasure } = props;
  const facts = { ...aboutStep(situation, step), item: situation.item, focused: view.pane === 'step' };
  const zoomed = view.zoom && view.dialog === undefined;
  const wanted = stepRows(facts, size.width).length;
  const logs = hasLog(state, step.id) && view.dialog === undefined;
  const room = logs ? Math.max(leastDetailRows, size.height - leastLogRows) : size.height;
  const height = zoomed && logs ? 1 : Math.min(wanted, room);
  const scrolled = logs || view.dialog !== undefined ? undefined : view.text;
  const { lines: top, items } = stepText(facts, { width: size.width, height }, scrolled);
  const rule: Line = [span(glyphs.horizontal.repeat(size.width), 'dim')];
  const shown = logs ? [...top, rule] : top;
  const logSize = { width: size.width, height: size.height - shown.length };
  const log = logs
    ? logRows({
        state,
        step,
        logs: session.logs,
        view: { top: view.top, target: shownTarget(state, step, view) },
        theme,
        colour,
        size: logSize,
      })
    : undefined;
  useLayoutEffect(() => {
    onMeasure({
      ...(log === undefined ? {} : { logHeight: log.height }),
      textRows: logs ? 0 : wanted - height,
      textHeight: height,
      seen: (id, item) => id === step.id && items.includes(item),
    });
  });
  return (
    <Pane rows={[...shown.map((line) => paint(line, theme)), ...(log?.rows ?? [])]} {...size} ascii={ascii} />
  );
}

function hasLog(state: RunState, step: string): boolean {
  const found = stepState(state, step);
  return found.attempts.length > 0 && found.attempts.some(({ action }) => action >= 0);
}

const leastLogRows = 9;
const leastDetailRows = 3;
