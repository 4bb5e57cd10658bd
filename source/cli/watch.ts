import type { RunOutcome } from '../run/event.ts';
import type { Session } from '../session/session.ts';
import type { Io } from './io.ts';
import { openPreferences } from './preferences.ts';

export type WatchOptions = {
  readonly plain?: boolean | undefined;
  readonly ascii?: boolean | undefined;
  /** A rehearsal that needs no person goes on when the input has ended. */
  readonly auto?: boolean | undefined;
};

/** Shows a session until the person leaves or the run has ended: screens on a terminal, lines elsewhere. */
export async function watch({
  session,
  options,
  io,
}: {
  session: Session;
  options: WatchOptions;
  io: Io;
}): Promise<RunOutcome | 'left'> {
  if (!isScreen(options, io)) {
    const { runPlain } = await import('../ui/plain/run-plain.ts');
    const onInputEnd = options.auto === true && session.kind === 'rehearsal' ? 'stay' : 'leave';
    return runPlain({ session, input: io.stdin, output: io.out, onInputEnd });
  }
  const colour = io.env.NO_COLOR === undefined || io.env.NO_COLOR === '';
  // Ink and chalk don't look at NO_COLOR.
  if (!colour) process.env.FORCE_COLOR = '0';
  const { theme } = await openPreferences({ env: io.env });
  const { runApp } = await import('../ui/app.tsx');
  const ascii = options.ascii === true || !speaksUtf8(io.env);
  const end = await runApp({ session, stdin: process.stdin, stdout: process.stdout, theme, ascii, colour });
  return end.type === 'ended' ? end.outcome : 'left';
}

export function isScreen(options: WatchOptions, io: Io): boolean {
  return (
    options.plain !== true && io.stdin.isTTY === true && io.stdout.isTTY === true && io.env.TERM !== 'dumb'
  );
}

function speaksUtf8(env: NodeJS.ProcessEnv): boolean {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale) || locale === '';
}
