import type { Session } from '../session/session.ts';
import type { AppEnd } from './app-end.ts';
import type { HandOver } from './hand-over.ts';

/** What keys may reach: a session, a terminal, and the time. */
export type Controlling = {
  readonly session: Session;
  readonly wall: () => number;
  readonly calendar?: (() => number) | undefined;
  readonly leave: (end: AppEnd) => void;
  /** Forgets what is on the terminal: the next frame is drawn whole. */
  readonly redraw: () => void;
  /** How the terminal is handed to an editor or a shell; undefined: not at all. */
  readonly handOver?: HandOver | undefined;
  /** Into the clipboard of the terminal. */
  readonly copy?: ((text: string) => void) | undefined;
};
