import { spawnSync } from 'node:child_process';

/** What a program of full screens may have left on: the other screen, no cursor, bracketed paste, colours. */
const plainScreen = '\u001b[?1049l\u001b[?25h\u001b[?2004l\u001b[0m';

export type TerminalModes = {
  /** Puts them back; after a program that was killed, its screen is left, too. */
  readonly restore: (after: { readonly killed: boolean }) => void;
};

/** Remembers the modes of this process's terminal; does nothing where there is none. */
export function rememberTerminalModes(): TerminalModes {
  const modes = process.stdin.isTTY ? stty('-g') : '';
  return {
    restore: ({ killed }) => {
      // Elsewhere it would set the cursor back to where an older screen was opened.
      if (killed && process.stdout.isTTY) process.stdout.write(plainScreen);
      if (modes !== '') stty(modes);
    },
  };
}

// In the background it would be stopped rather than answered.
function stty(argument: string): string {
  const { stdout, status } = spawnSync('stty', [argument], {
    stdio: ['inherit', 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: 2_000,
    killSignal: 'SIGKILL',
  });
  return status === 0 ? stdout.trim() : '';
}
