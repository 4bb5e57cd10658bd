import type { Command } from '../../run/command.ts';
import { decide } from '../../run/decide.ts';
import type { Asker } from './asker.ts';
import type { DialogSpec } from './dialog.ts';

/** What a command key does now. `decide` is asked, so that a dim key and a refusal say the same. */
export type Opening =
  | { readonly type: 'dialog'; readonly spec: DialogSpec }
  | { readonly type: 'send'; readonly command: Command }
  /** To be answered first; `item` is the one to look at. */
  | { readonly type: 'checklist'; readonly item: number | undefined; readonly text: string }
  | { readonly type: 'refused'; readonly reason: string };

/** A question, unless the command it leads to would be refused whatever is answered. */
export function opened({ state, now }: Asker, probe: Command, spec: () => DialogSpec): Opening {
  const decision = decide(state, probe, now);
  if (decision.type === 'refused' && decision.refusal.code !== 'needs-reason') {
    return refused(decision.refusal.message);
  }
  return { type: 'dialog', spec: spec() };
}

export function refused(reason: string): Opening {
  return { type: 'refused', reason };
}
