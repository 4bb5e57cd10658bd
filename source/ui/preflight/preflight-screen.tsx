import { Box, useInput, usePaste, useWindowSize } from 'ink';
import { useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import type { RunState } from '../../run/state.ts';
import type { Clock } from '../../session/clock.ts';
import type { PreflightLook, PreflightState } from '../../session/preflight-look.ts';
import type { Session } from '../../session/session.ts';
import { noSilences } from '../../session/silences.ts';
import type { Asker } from '../dialog/asker.ts';
import { guardMs } from '../dialog/dialog.ts';
import { panelLines, panelRows } from '../dialog/panel.ts';
import { glyphs } from '../glyphs.ts';
import { headerLines } from '../header/header.ts';
import { useNow, useRedrawWhenReady, wallNow } from '../hooks.ts';
import { readPress } from '../keys.ts';
import { smallest } from '../layout.ts';
import { fitRow, type Line, span, widthOf, wrapText } from '../line.ts';
import { Pane } from '../pane.tsx';
import type { Stage } from '../stage.ts';
import { paint, themeOf } from '../theme.ts';
import type { ThemeName } from '../theme-name.ts';
import { preflightBody } from './preflight-body.ts';
import {
  createPreflightControl,
  type PreflightControl,
  type PreflightEnd,
  type PreflightView,
} from './preflight-control.ts';
import { preflightFooter } from './preflight-keys.ts';

export type PreflightScreenOptions = {
  readonly stage: Stage;
  readonly look: PreflightLook;
  /** The run as it is: nothing is recorded while this is on the screen. */
  readonly state: RunState;
  readonly session: Pick<Session, 'kind' | 'run' | 'identity'>;
  readonly clock: Clock;
  readonly theme: ThemeName;
  readonly ascii: boolean;
  readonly colour: boolean;
  /** Aborted when the screen is to be left without asking. */
  readonly leave: AbortSignal;
  /** Monotonic milliseconds, for how long something has been on the screen. */
  readonly wall?: () => number;
};

/** Shows the look at what a plan acts on, until the person goes on or leaves. What it drew stays on the stage. */
export async function runPreflightScreen(options: PreflightScreenOptions): Promise<PreflightEnd> {
  const { stage, look, state, session, clock, leave, wall = wallNow } = options;
  const { promise, resolve } = Promise.withResolvers<PreflightEnd>();
  const left = () => resolve({ type: 'left', noGo: look.state().report?.verdict === 'no-go' });
  const control = createPreflightControl({
    look,
    asker: () => ({ state, identity: session.identity, now: clock.now() }),
    wall,
    end: resolve,
    redraw: stage.forget,
  });
  leave.addEventListener('abort', left, { once: true });
  if (leave.aborted) left();
  stage.show(<Preflight {...options} wall={wall} control={control} />);
  try {
    return await Promise.race([
      promise,
      stage.closed().then((): PreflightEnd => ({ type: 'left', noGo: false })),
    ]);
  } finally {
    leave.removeEventListener('abort', left);
  }
}

type PreflightProps = Omit<PreflightScreenOptions, 'stage' | 'leave' | 'wall'> & {
  readonly control: PreflightControl;
  readonly wall: () => number;
};

function Preflight(props: PreflightProps) {
  const { look, control, state, session, clock, wall, ascii } = props;
  const view = useSyncExternalStore(control.subscribe, control.view);
  const found = useSyncExternalStore(look.subscribe, look.state);
  const { columns, rows } = useWindowSize();
  const now = useNow(clock, state.schedule.start);
  useKeys(control);
  useRedrawWhenReady(view.dialog?.shownAt);
  useRedrawWhenReady(view.toldAt);
  const theme = useMemo(() => themeOf(props.theme, props.colour), [props.theme, props.colour]);
  const width = columns;
  const { dialog } = view;
  const asker: Asker = { state, identity: session.identity, now };
  const free = Math.max(1, rows - fixedRows);
  const asked = dialog === undefined ? 0 : Math.min(free, panelRows(dialog, width, asker));
  const body = preflightBody({ state: found, top: view.top, size: { width, height: free - asked } });
  useLayoutEffect(() => control.measure({ rows: body.rows, room: body.room }));
  const draw = (lines: readonly Line[]): readonly string[] => lines.map((line) => paint(line, theme));
  if (columns < smallest.columns || rows < smallest.rows) {
    const text = `gonogo needs at least ${smallest.columns} columns and ${smallest.rows} rows; ctrl-c leaves`;
    const lines = wrapText(text, columns).map((row): Line => [span(row)]);
    return <Pane rows={draw(lines)} width={columns} height={rows} ascii={ascii} />;
  }
  const header = headerLines({ state, session, now, trouble: undefined, silences: noSilences, width });
  const panel =
    dialog === undefined ? [] : panelLines({ dialog, width, height: asked, wall: wall(), now: asker });
  const footer = preflightFooter({
    state: found,
    dialog,
    toldAt: view.toldAt,
    wall: wall(),
    scrolls: body.rows > body.room,
    width,
  });
  return (
    <Box width={width} height={rows} flexDirection="column" overflow="hidden">
      <Pane rows={draw(header)} width={width} height={header.length} ascii={ascii} />
      {free > asked && <Pane rows={draw(body.lines)} width={width} height={free - asked} ascii={ascii} />}
      {asked > 0 && <Pane rows={draw(panel)} width={width} height={asked} ascii={ascii} />}
      <Pane
        rows={draw([verdictLine(found, view, { wall: wall(), width }), footer])}
        width={width}
        height={2}
        ascii={ascii}
      />
    </Box>
  );
}

/** What the last key met with, else what came of the look, or how far it is. */
function verdictLine(
  { report, words }: PreflightState,
  { message, gone, dialog, toldAt }: PreflightView,
  { wall, width }: { readonly wall: number; readonly width: number },
): Line {
  if (message !== undefined) return fitRow([span(` ${message}`, 'warn')], width);
  if (gone) return fitRow([span(' The run is being opened …', 'accent')], width);
  const tone = report === undefined ? 'accent' : tones[report.verdict];
  const ready = toldAt !== undefined && wall - toldAt >= guardMs && dialog === undefined;
  const told = [span(` ${words}`, tone)];
  const line = fitRow(told, Math.min(width - cursorWidth, widthOf(told)));
  return fitRow(ready ? [...line, span(` ${glyphs.cursor}`, 'accent')] : line, width);
}

const cursorWidth = 2;
const tones = { go: 'good', warn: 'warn', 'no-go': 'bad' } as const;

function useKeys(control: PreflightControl): void {
  useInput((input, key) => {
    const pressed = readPress(input, key);
    if (pressed !== undefined) control.press(pressed);
  });
  usePaste(control.paste);
}

/** Three of the header, the verdict and the footer. */
const fixedRows = 5;
