import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  letters,
  type PeerKey,
  type PeerOptions,
  type PeerScene,
  peerEnv,
  peerPlace,
  peerScene,
} from './logs-peers.ts';
import { openPty, type PtyProgram } from './pty-program.ts';

/**
 * What is pressed: a key of tmux's own, which goes to the other pane, whose name the status line shows; or a letter
 * typed into the quiet pane, which a program there prints.
 */
export type TmuxKey = 'next pane' | 'typed';

/** tmux with two panes one upon the other. */
export async function openTmux(options: PeerOptions, kind: TmuxKey): Promise<PeerScene> {
  const { folder, stream, pipe } = peerPlace(options);
  const conf = join(folder, 'tmux.conf');
  writeFileSync(conf, tmuxConf);
  const tmux = ['-u', '-S', join(folder, 'socket'), '-f', conf];
  const ask = (...args: readonly string[]) =>
    execFileSync(options.program, [...tmux, ...args], {
      encoding: 'utf8',
      env: { ...process.env, ...peerEnv },
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  let client: PtyProgram | undefined;
  const close = async () => {
    stream.close();
    try {
      ask('kill-server');
    } catch {
      // It never came so far.
    }
    await client?.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    ask('new-session', '-d', '-x', '120', '-y', '40', `exec cat ${pipe}`);
    ask('select-pane', '-T', lines);
    ask('split-window', `printf ${quiet}; stty -icanon -echo -icrnl; exec cat`);
    ask('select-pane', '-T', quiet);
    const server = Number(ask('display-message', '-p', '#{pid}'));
    const program = openPty({ command: [options.program, ...tmux, 'attach'], env: peerEnv, cwd: folder });
    client = program;
    const processes = [server, program.pid];
    return await peerScene(quiet, { program, stream, keys: keysOf[kind], processes, close });
  } catch (error) {
    await close();
    throw error;
  }
}

const [lines, quiet, ...typed] = letters;

const keysOf: Readonly<Record<TmuxKey, readonly PeerKey[]>> = {
  'next pane': [
    { key: '\x0e', letter: lines },
    { key: '\x0e', letter: quiet },
  ],
  // Each takes the place of the one before it, so that a pane drawn anew doesn't show it once more.
  typed: typed.map((letter) => ({ key: `\r${letter}`, letter })),
};

// No waiting for the rest of an escape sequence, nothing drawn by the clock.
const tmuxConf = `
set -g escape-time 0
set -g status-interval 0
set -g status-left "#T "
set -g status-right ""
set -g window-status-format ""
set -g window-status-current-format ""
set -g remain-on-exit on
bind-key -n C-n select-pane -t :.+
`;
