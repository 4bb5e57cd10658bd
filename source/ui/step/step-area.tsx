import { useLayoutEffect } from 'react';
import type { Step } from '../../plan/plan.ts';
import { allAttempts } from '../../run/attempt.ts';
import type { RunState } from '../../run/state.ts';
import { stepState } from '../../run/timing.ts';
import { stepTargets } from '../../session/host-states.ts';
import type { Silences } from '../../session/silences.ts';
import type { Situation } from '../commands.ts';
import { aboutStep } from '../dialog/asker.ts';
import { glyphs } from '../glyphs.ts';
import type { Size } from '../layout.ts';
import { type Line, span } from '../line.ts';
import { logRows } from '../log/log-pane.ts';
import { Pane } from '../pane.tsx';
import type { ScreenProps } from '../screen.tsx';
import { modeShown, shownTarget } from '../shown.ts';
import { paint } from '../theme.ts';
import { stepRows, stepText } from './step-pane.ts';

/** What is known of the step above, its log below; a question leaves no room for the log. */
export function StepArea({ step, ...area }: AreaProps & { step?: Step | undefined }) {
  return step === undefined ? null : <StepRows step={step} {...area} />;
}

type AreaProps = { props: ScreenProps; situation: Situation; silences: Silences; size: Size };

function StepRows({ props, situation, silences, step, size }: AreaProps & { step: Step }) {
  const { state, session, view, now, theme, colour, ascii, onMeasure } = props;
  const { item } = situation;
  const facts = {
    ...aboutStep(situation, step),
    silences,
    usuals: session.usuals,
    item,
    focused: view.pane === 'step',
  };
  const zoomed = view.zoom && view.dialog === undefined;
  const wanted = stepRows(facts, size.width).length;
  const logs = hasLog(state, step.id) && view.dialog === undefined;
  const hosts = stepTargets({ state, step, written: session.logs.targets(step.id) }).length;
  const merged = modeShown(view.mode, hosts) === 'merged';
  const room = logs ? detailRoom(size.height, merged) : size.height;
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
        silences,
        now,
        finder: props.finder,
        view: { ...view, target: shownTarget(state, step, view) },
        theme,
        colour,
        size: logSize,
      })
    : undefined;
  useLayoutEffect(() => {
    onMeasure({
      ...(log === undefined ? {} : { logHeight: log.height, logTail: log.tail ?? 1, logPage: log.page }),
      logShown: log?.shown ?? [],
      logBusy: log?.busy ?? false,
      sheet: log?.sheet,
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
  const own = stepState(state, step);
  return own.checks !== undefined || allAttempts(own).some(({ action }) => action >= 0);
}

/** Hosts side by side, or folded, take most of it; how much must not depend on what they print. */
function detailRoom(height: number, merged: boolean): number {
  return merged ? Math.max(leastDetailRows, height - leastLogRows) : Math.max(4, Math.floor(height / 3));
}

const leastLogRows = 9;
const leastDetailRows = 3;
