import { renderToString } from 'ink';
import type { Session } from '../session/session.ts';
import { createLogFinder } from './log/log-finder.ts';
import { Screen } from './screen.tsx';
import { themeOf } from './theme.ts';
import { initialView } from './view.ts';

export type Frame = {
  readonly session: Session;
  readonly columns: number;
  readonly rows: number;
};

/** The screen of a session as it is now, row by row, as nobody has touched it. No terminal is needed. */
export function drawFrame({ session, columns, rows }: Frame): readonly string[] {
  const now = session.clock.now();
  const screen = (
    <Screen
      session={session}
      state={session.state()}
      view={initialView}
      trouble={session.trouble()}
      now={now}
      wall={now}
      logVersion={session.logs.version()}
      finder={createLogFinder(session.logs)}
      columns={columns}
      rows={rows}
      theme={themeOf('dark', true)}
      colour
      ascii={false}
      onMeasure={() => undefined}
    />
  );
  return renderToString(screen, { columns }).split('\n');
}
