import type { Hands } from '../ui/hand-over.ts';
import { editText } from './edit-text.ts';
import { openShell, type ShellOptions } from './open-shell.ts';
import { showText } from './show-text.ts';
import { type RunOnTerminal, runOnTerminal } from './terminal-child.ts';

export type HandsOptions = ShellOptions & {
  /** Aborted when gonogo is to go. */
  readonly leave: AbortSignal;
  /** Ctrl-C is the program's own as long as it has the terminal; gives back what ends that. */
  readonly hush: () => () => void;
};

/** The person's editor, pager and shells on this terminal. */
export function createHands(options: HandsOptions): Hands {
  const { env, leave, hush } = options;
  const run: RunOnTerminal = async (command, args) => {
    const restore = hush();
    try {
      return await runOnTerminal({ command, args, env, leave });
    } finally {
      restore();
    }
  };
  return {
    editText: (text, name) => editText({ text, name, env, run }),
    showText: (text, name) => showText({ text, name, env, run }),
    openShell: (host) => openShell({ ...options, host, run }),
  };
}
