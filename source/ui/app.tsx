import { useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useMemo, useSyncExternalStore } from 'react';
import { nextTurn } from '../session/clock.ts';
import type { Session } from '../session/session.ts';
import type { AppEnd } from './app-end.ts';
import { type Controller, createController } from './controller.ts';
import type { HandOver, Hands } from './hand-over.ts';
import {
  calendarNow,
  useLogVersion,
  useNow,
  useRedrawWhenReady,
  useRedrawWhile,
  useRunState,
  useTrouble,
  wallNow,
} from './hooks.ts';
import { readPress } from './keys.ts';
import { clipboardSequence } from './log/clipboard.ts';
import { Screen } from './screen.tsx';
import { openStage, type Stage } from './stage.ts';
import { themeOf } from './theme.ts';
import type { ThemeName } from './theme-name.ts';

export type AppOptions = {
  readonly session: Session;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly theme: ThemeName;
  /** Only ASCII signs. */
  readonly ascii: boolean;
  /** False: no colours, only bold, dim and inverse. */
  readonly colour: boolean;
  /** Aborted when the screen is to be left without asking. */
  readonly leave?: AbortSignal;
  /** What takes the terminal for a while: an editor, a shell. They end when `leave` is aborted. */
  readonly hands?: Hands | undefined;
  /** Monotonic milliseconds, for how long a question has been on the screen. */
  readonly wall?: () => number;
  /** The same, going on while the machine sleeps: for how long nobody was here. */
  readonly calendar?: () => number;
  /** Where something was shown before; it is closed at the end. A new one otherwise. */
  readonly stage?: Stage | undefined;
};

/** Draws a session until the person leaves; by then the terminal is as it was. The session stays open. */
export async function runApp(options: AppOptions): Promise<AppEnd> {
  const { stdin, stdout, wall = wallNow } = options;
  const calendar = options.calendar ?? options.wall ?? calendarNow;
  const stage = options.stage ?? openStage({ stdin, stdout });
  let end: AppEnd = { type: 'left' };
  const tasks = new Set<Promise<void>>();
  stage.show(
    <App
      {...options}
      wall={wall}
      calendar={calendar}
      track={(task) => {
        tasks.add(task);
        void task.finally(() => tasks.delete(task));
      }}
      leave={(how) => {
        end = how;
        stage.close();
      }}
      redraw={stage.forget}
      copy={stdout.isTTY ? (text) => stdout.write(clipboardSequence(text)) : undefined}
    />,
  );
  // What somebody did in a shell is recorded before the session goes.
  options.leave?.addEventListener('abort', () => void Promise.allSettled([...tasks]).then(stage.close));
  await stage.closed();
  return end;
}

export type AppProps = Omit<AppOptions, 'stdout' | 'wall' | 'calendar' | 'leave' | 'stage'> & {
  readonly wall: () => number;
  readonly calendar: () => number;
  readonly track: HandOver['track'];
  readonly leave: (end: AppEnd) => void;
  readonly redraw: () => void;
  readonly copy: ((text: string) => void) | undefined;
};

function App({ session, stdin, theme, ascii, colour, wall, calendar, ...props }: AppProps) {
  const { leave, redraw, copy, hands, track } = props;
  const handOver = useHandOver({ stdin, hands, track });
  const controller = useMemo(
    () => createController({ session, wall, calendar, leave, redraw, handOver, copy }),
    [session, wall, calendar, leave, redraw, handOver, copy],
  );
  const view = useSyncExternalStore(controller.subscribe, controller.view);
  const state = useRunState(session);
  const { columns, rows } = useWindowSize();
  const now = useNow(session.clock, state.schedule.start);
  useKeys(controller);
  useRedrawWhenReady(view.dialog?.shownAt);
  useRedrawWhile(controller.busy);
  return (
    <Screen
      session={session}
      state={state}
      view={view}
      trouble={useTrouble(session)}
      now={now}
      wall={wall()}
      logVersion={useLogVersion(session.logs)}
      finder={controller.finder}
      columns={columns}
      rows={rows}
      theme={themeOf(theme, colour)}
      colour={colour}
      ascii={ascii}
      missed={controller.missed()}
      onMeasure={controller.measure}
    />
  );
}

function useHandOver({
  stdin,
  hands,
  track,
}: Pick<AppProps, 'stdin' | 'hands' | 'track'>): HandOver | undefined {
  const { suspendTerminal } = useApp();
  return useMemo(() => {
    if (hands === undefined) return undefined;
    const suspend = async <Result,>(work: () => Promise<Result>): Promise<Result> => {
      const suspension = await suspendTerminal();
      try {
        await stopReading(stdin);
        return await work();
      } finally {
        await suspension.resume();
      }
    };
    return { ...hands, suspend, track };
  }, [stdin, hands, track, suspendTerminal]);
}

/** Ink only stops listening: what is typed from now on is the other program's to read. */
async function stopReading(stdin: NodeJS.ReadStream): Promise<void> {
  // A stream whose listeners have just gone can't be paused in the same turn, and stops reading in the next.
  await nextTurn();
  stdin.pause();
  await nextTurn();
}

/** Bytes typed before the mount arrive here too: the guard of each question is what makes them harmless. */
function useKeys(controller: Controller): void {
  useInput((input, key) => {
    const pressed = readPress(input, key);
    if (pressed !== undefined) controller.press(pressed);
  });
  usePaste(controller.paste);
}
