import type { Usuals } from '../../plan/usual.ts';
import type { HostState } from '../../session/host-states.ts';
import { type LogBody, type LogFacts, logBody } from '../log/log-pane.ts';
import { paint } from '../theme.ts';
import { paneHead } from './pane-head.ts';

export type PaneFacts = LogFacts & {
  readonly states: readonly HostState[];
  readonly usuals: Usuals | undefined;
  /** From 1. */
  readonly number: number;
  readonly focused: boolean;
};

/** Whose log it is and how that goes, in one row; below it the log. */
export function splitPane(facts: PaneFacts): LogBody {
  const { states, size, theme, view } = facts;
  const body = logBody(facts, states, Math.max(1, size.height - 1));
  const head = paneHead({ ...facts, target: view.target, place: body.place, width: size.width });
  return { ...body, rows: [paint(head, theme), ...body.rows].slice(0, size.height) };
}
