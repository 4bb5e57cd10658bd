import { render, useInput, usePaste, useWindowSize } from 'ink';
import { useMemo, useSyncExternalStore } from 'react';
import type { Session } from '../session/session.ts';
import { type AppEnd, type Controller, createController } from './controller.ts';
import { useLogVersion, useNow, useRedrawWhenReady, useRunState, useTrouble, wallNow } from './hooks.ts';
import { readPress } from './keys.ts';
import { Screen } from './screen.tsx';
import { type ThemeName, themeOf } from './theme.ts';

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
  /** Monotonic milliseconds, for how long a question has been on the screen. */
  readonly wall?: () => number;
};

/** Draws a session until the person leaves; by then the terminal is as it was. The session stays open. */
export async function runApp(options: AppOptions): Promise<AppEnd> {
  const { stdin, stdout, wall = wallNow } = options;
  let end: AppEnd = { type: 'left' };
  // Before the first frame: the terminal would echo keys into it until Ink listens.
  stdin.setRawMode?.(true);
  const app = render(
    <App
      {...options}
      wall={wall}
      leave={(how) => {
        end = how;
        app.unmount();
      }}
      redraw={() => {
        app.clear();
        // Whatever else wrote here may have scrolled, coloured, or moved the cursor: Ink clears only what it drew.
        stdout.write('\u001b[0m\u001b[r\u001b[2J\u001b[H');
      }}
    />,
    {
      stdin,
      stdout,
      alternateScreen: true,
      incrementalRendering: true,
      // Ink's throttle delays keys too; only the logs are held back, by `useLogVersion`.
      maxFps: 1000,
      exitOnCtrlC: false,
      interactive: true,
      patchConsole: false,
    },
  );
  options.leave?.addEventListener('abort', () => app.unmount());
  await app.waitUntilExit();
  return end;
}

export type AppProps = Omit<AppOptions, 'stdin' | 'stdout' | 'wall' | 'leave'> & {
  readonly wall: () => number;
  readonly leave: (end: AppEnd) => void;
  readonly redraw: () => void;
};

export function App({ session, theme, ascii, colour, wall, leave, redraw }: AppProps) {
  const controller = useMemo(
    () => createController({ session, wall, leave, redraw }),
    [session, wall, leave, redraw],
  );
  const view = useSyncExternalStore(controller.subscribe, controller.view);
  const state = useRunState(session);
  const { columns, rows } = useWindowSize();
  const now = useNow(session.clock, state.schedule.start);
  useKeys(controller);
  useRedrawWhenReady(view.dialog?.shownAt);
  return (
    <Screen
      session={session}
      state={state}
      view={view}
      trouble={useTrouble(session)}
      now={now}
      wall={wall()}
      logVersion={useLogVersion(session.logs)}
      columns={columns}
      rows={rows}
      theme={themeOf(theme, colour)}
      colour={colour}
      ascii={ascii}
      onMeasure={controller.measure}
    />
  );
}

/** Bytes typed before the mount arrive here too: the guard of each question is what makes them harmless. */
function useKeys(controller: Controller): void {
  useInput((input, key) => {
    const pressed = readPress(input, key);
    if (pressed !== undefined) controller.press(pressed);
  });
  usePaste(controller.paste);
}
