import type { RunOutcome } from '../run/facts.ts';
import type { Session } from '../session/session.ts';
import type { Hands } from '../ui/hand-over.ts';
import type { Stage } from '../ui/stage.ts';
import type { ThemeName } from '../ui/theme-name.ts';
import type { Io } from './io.ts';
import { type ScreenLook, screenLook } from './screen-look.ts';

export type WatchOptions = {
  readonly plain?: boolean | undefined;
  readonly ascii?: boolean | undefined;
  readonly theme?: ThemeName | undefined;
  /** A rehearsal that needs no person goes on when the input has ended. */
  readonly auto?: boolean | undefined;
  /** Data is printed at the end: lines go where messages go. */
  readonly json?: boolean | undefined;
};

export type Watching = {
  readonly session: Session;
  readonly options: WatchOptions;
  readonly io: Io;
  /** Aborted when somebody ends the program or its terminal goes away. */
  readonly leave: AbortSignal;
  readonly hands?: Hands | undefined;
  /** Where something was shown before this; a new one otherwise. */
  readonly screen?: OpenScreen | undefined;
};

/** The terminal as a screen, and how this person wants it drawn. */
export type OpenScreen = ScreenLook & {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stage: Stage;
};

/** Shows a session until the person leaves or the run has ended: screens on a terminal, lines elsewhere. */
export function watch(watching: Watching): Promise<RunOutcome | 'left'> {
  return isScreen(watching.options, watching.io) ? watchScreen(watching) : watchLines(watching);
}

async function watchLines({ session, options, io, leave }: Watching): Promise<RunOutcome | 'left'> {
  const { runPlain } = await import('../ui/plain/run-plain.ts');
  const onInputEnd = options.auto === true && session.kind === 'rehearsal' ? 'stay' : 'leave';
  return runPlain({
    session,
    input: io.stdin,
    output: options.json === true ? io.err : io.out,
    onInputEnd,
    leave,
  });
}

async function watchScreen(watching: Watching): Promise<RunOutcome | 'left'> {
  const { session, options, io, leave, hands } = watching;
  const screen = watching.screen ?? (await openScreen(options, io));
  const { runApp } = await import('../ui/app.tsx');
  const end = await runApp({ session, ...screen, leave, hands });
  return end.type === 'ended' ? end.outcome : 'left';
}

/** Nothing changes on the terminal before something is shown. */
export async function openScreen(options: WatchOptions, io: Io): Promise<OpenScreen> {
  const look = await screenLook(options, io);
  const { openStage } = await import('../ui/stage.ts');
  // Node's own warnings would be written across the screen.
  process.removeAllListeners('warning');
  const { stdin, stdout } = process;
  return {
    stdin,
    stdout,
    stage: openStage({ stdin, stdout }),
    ...look,
  };
}

export function isScreen(options: WatchOptions, io: Io): boolean {
  return (
    options.plain !== true &&
    options.json !== true &&
    io.stdin.isTTY === true &&
    io.stdout.isTTY === true &&
    io.env.TERM !== 'dumb'
  );
}
