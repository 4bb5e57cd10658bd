import type { Command } from '../run/command.ts';
import { findStep } from '../run/select.ts';
import { openItems } from '../run/status.ts';
import { stepState } from '../run/timing.ts';
import type { SendResult, Session } from '../session/session.ts';
import type { Message, ViewAction } from './view.ts';

export type SenderParts = {
  readonly session: Session;
  readonly dispatch: (action: ViewAction) => void;
  readonly say: (tone: Message['tone'], text: string) => void;
};

/** Sends what a person decided and says whether it was recorded; what was not is said on the screen. */
export function createSender({
  session,
  dispatch,
  say,
}: SenderParts): (command: Command) => Promise<boolean> {
  return async (command) => {
    let result: SendResult;
    try {
      result = await session.send(command);
    } catch (error) {
      say('bad', `not recorded: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
    if (result.type === 'refused') {
      say('bad', [result.refusal.message, ...result.refusal.missing].join('; '));
      return false;
    }
    // Whoever acted wants to see what needs somebody next, not what was read before.
    if (settling.has(command.type)) dispatch({ type: 'select', step: undefined });
    if (command.type === 'answer') dispatch(markAfter(session, command));
    return true;
  };
}

/** On to the next open item; after the last one it stays, so that a correction meets what was just answered. */
function markAfter(session: Session, { step: id, item }: Extract<Command, { type: 'answer' }>): ViewAction {
  const state = session.state();
  const step = findStep(state, id);
  const open = step === undefined ? [] : openItems(step, stepState(state, id));
  return { type: 'item', step: id, item: open.length > 0 ? undefined : item };
}

const settling: ReadonlySet<Command['type']> = new Set([
  'start',
  'confirm',
  'vote',
  'skip',
  'settle',
  'do-by-hand',
  'reattach',
  'fallback',
]);
