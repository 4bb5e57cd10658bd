import { Box } from 'ink';
import { memo, useLayoutEffect } from 'react';
import type { RunState } from '../run/state.ts';
import type { Session } from '../session/session.ts';
import { noSilences, type Silences, silencesOf } from '../session/silences.ts';
import type { Since } from '../session/since.ts';
import type { Situation } from './commands.ts';
import { panelLines, panelRows } from './dialog/panel.ts';
import { sinceNotice } from './dialog/since-dialog.ts';
import { footerLine } from './footer.ts';
import { headerLines } from './header/header.ts';
import { statusLine } from './header/status-line.ts';
import { steadyOdds } from './header/steady-odds.ts';
import { helpLines, helpRows } from './help.ts';
import { type Layout, layoutOf, smallest } from './layout.ts';
import { type Line, span, wrapText } from './line.ts';
import type { LogFinder } from './log/log-finder.ts';
import type { Measured } from './look.ts';
import { Divider, Pane } from './pane.tsx';
import { promptLine } from './prompt.ts';
import { replayBar } from './replay/replay-bar.ts';
import { shownItem, shownSplit, shownStep, shownTarget } from './shown.ts';
import { SplitArea } from './split/split-area.tsx';
import { StepArea } from './step/step-area.tsx';
import { paint, type Theme } from './theme.ts';
import { timelineLines } from './timeline/timeline.ts';
import type { View } from './view.ts';

export type ScreenProps = {
  readonly session: Session;
  readonly state: RunState;
  readonly view: View;
  readonly trouble: string | undefined;
  /** Session's clock, epoch milliseconds. */
  readonly now: number;
  /** Wall milliseconds, for how long a question has been on the screen. */
  readonly wall: number;
  readonly logVersion: number;
  readonly finder: LogFinder;
  readonly columns: number;
  readonly rows: number;
  readonly theme: Theme;
  readonly colour: boolean;
  readonly ascii: boolean;
  /** What happened while nobody was here. */
  readonly missed?: Since | undefined;
  readonly onMeasure: (measured: Partial<Measured>) => void;
};

/** One frame: numbers and state in, panes out. */
export function Screen(props: ScreenProps) {
  const { session, state, view, columns, rows, theme, ascii } = props;
  const { dialog } = view;
  const situation = situationOf(props);
  const silences = state.ended === undefined ? silencesOf(session, props.now) : noSilences;
  const split = shownSplit(view);
  const layout = layoutOf({
    columns,
    rows,
    pane: view.pane,
    zoom: view.zoom && dialog === undefined,
    replay: session.replay !== undefined,
    split: split && split.sights.length - 1,
    dialogRows: dialog === undefined ? undefined : (width) => panelRows(dialog, width, situation),
  });
  const draw = (lines: readonly Line[]): readonly string[] => lines.map((line) => paint(line, theme));
  const context = session.replay === undefined ? 'run' : 'replay';
  const helpHeight = layout.type === 'screen' ? layout.bodyHeight : 1;
  const hidden = layout.type === 'too-small' || layout.step === undefined || view.help !== undefined;
  useLayoutEffect(() => {
    const rows = view.help === undefined ? 0 : helpRows(context).length;
    const help = { helpHeight, helpRows: Math.max(0, rows - helpHeight) };
    props.onMeasure(hidden ? { ...help, ...unseen } : help);
  });
  if (layout.type === 'too-small') {
    const text = `gonogo needs at least ${smallest.columns} columns and ${smallest.rows} rows; ctrl-c leaves`;
    const lines = wrapText(text, columns).map((row): Line => [span(row)]);
    return <Pane rows={draw(lines)} width={columns} height={rows} ascii={ascii} />;
  }
  const { now, trouble } = props;
  const missed = props.missed && sinceNotice(props.missed, { state, now, asked: dialog !== undefined });
  const odds =
    state.ended === undefined
      ? steadyOdds({ state, now, wall: props.wall, usuals: session.usuals })
      : undefined;
  const header = headerLines({ state, session, now, trouble, silences, missed, odds, width: columns });
  const bar =
    session.replay === undefined
      ? []
      : [replayBar({ replay: session.replay, now, zone: state.schedule.zone, width: columns })];
  const replay = session.replay !== undefined;
  const status =
    view.prompt === undefined
      ? statusLine({ situation, view, silences, replay, width: columns })
      : promptLine(view.prompt, columns);
  const footer = footerLine({
    context: view.help === undefined ? context : 'help',
    situation,
    view,
    width: columns,
  });
  return (
    <Box width={columns} height={rows} flexDirection="column" overflow="hidden">
      <Pane rows={draw(header)} width={columns} height={header.length} ascii={ascii} />
      {view.help === undefined ? (
        <Body props={props} layout={layout} situation={situation} silences={silences} />
      ) : (
        <Pane
          rows={draw(
            helpLines({ context, top: view.help, size: { width: columns, height: layout.bodyHeight } }),
          )}
          width={columns}
          height={layout.bodyHeight}
          ascii={ascii}
        />
      )}
      <Pane rows={draw([...bar, status, footer])} width={columns} height={bar.length + 2} ascii={ascii} />
    </Box>
  );
}

/** Where the step's pane is not on the screen. */
const unseen = { textRows: 0, logShown: [], logBusy: false, sheet: undefined, seen: () => false };

type BodyProps = {
  readonly props: ScreenProps;
  readonly layout: Layout & { readonly type: 'screen' };
  readonly situation: Situation;
  readonly silences: Silences;
};

function Body({ props, layout, situation, silences }: BodyProps) {
  const { session, state, now, view, theme, ascii } = props;
  const { timeline, step, dialog } = layout;
  const split = shownSplit(view);
  const focused = view.pane === 'timeline' && view.dialog === undefined;
  const list = timeline !== undefined && (
    <Timeline
      state={state}
      now={now}
      usuals={session.usuals}
      silences={silences}
      shown={situation.step?.id}
      focused={focused}
      size={timeline}
      theme={theme}
      ascii={ascii}
    />
  );
  return (
    <Box width={layout.columns} height={layout.bodyHeight} flexShrink={0}>
      {layout.divided && list}
      {layout.divided && <Divider height={layout.bodyHeight} theme={theme} ascii={ascii} />}
      <Box flexDirection="column" flexShrink={0}>
        {!layout.divided && list}
        {step !== undefined && split !== undefined && (
          <SplitArea props={props} silences={silences} split={split} size={step} />
        )}
        {step !== undefined && split === undefined && (
          <StepArea
            props={props}
            situation={situation}
            silences={silences}
            step={situation.step}
            size={step}
          />
        )}
        {dialog !== undefined && view.dialog !== undefined && (
          <Pane
            rows={panelLines({ dialog: view.dialog, ...dialog, wall: props.wall, now: situation }).map(
              (line) => paint(line, theme),
            )}
            width={dialog.width}
            height={dialog.height}
            ascii={ascii}
          />
        )}
      </Box>
    </Box>
  );
}

type TimelineProps = Parameters<typeof timelineLines>[0] & { readonly theme: Theme; readonly ascii: boolean };

const Timeline = memo(function Timeline({ theme, ascii, ...facts }: TimelineProps) {
  const rows = timelineLines(facts).map((line) => paint(line, theme));
  return <Pane rows={rows} {...facts.size} ascii={ascii} />;
}, sameTimeline);

function sameTimeline(a: TimelineProps, b: TimelineProps): boolean {
  const second = (ms: number): number => Math.floor(ms / 1000);
  return (
    a.state === b.state &&
    second(a.now - a.state.schedule.start) === second(b.now - b.state.schedule.start) &&
    a.usuals === b.usuals &&
    sameSilences(a.silences, b.silences) &&
    a.shown === b.shown &&
    a.focused === b.focused &&
    a.size.width === b.size.width &&
    a.size.height === b.size.height
  );
}

function sameSilences(a: Silences, b: Silences): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function situationOf({ session, state, view, now }: ScreenProps): Situation {
  const step = shownStep(state, view);
  const target = step === undefined ? undefined : shownTarget(state, step, view);
  return {
    state,
    identity: session.identity,
    now,
    step,
    item: shownItem(state, step, view),
    target,
    usuals: session.usuals,
    links: session.links(),
  };
}
