import { type Instance, render } from 'ink';
import type { ReactNode } from 'react';

/** The terminal's alternate screen, taken with the first thing shown and kept for all that follow. */
export type Stage = {
  /** Puts this in the place of what was there before. */
  readonly show: (node: ReactNode) => void;
  /** Forgets what is on the terminal: the next frame is drawn whole. */
  readonly forget: () => void;
  /** Gives the terminal back; what was shown is unmounted. */
  readonly close: () => void;
  /** Settles once the terminal is as it was; rejects where drawing failed. */
  readonly closed: () => Promise<void>;
};

export type StageStreams = {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
};

export function openStage({ stdin, stdout }: StageStreams): Stage {
  let app: Instance | undefined;
  return {
    show: (node) => {
      if (app !== undefined) {
        app.rerender(node);
        return;
      }
      // Before the first frame: the terminal would echo keys into it until Ink listens.
      stdin.setRawMode?.(true);
      app = render(node, {
        stdin,
        stdout,
        alternateScreen: true,
        incrementalRendering: true,
        // Ink's throttle delays keys too; only the logs are held back, by `useLogVersion`.
        maxFps: 1000,
        exitOnCtrlC: false,
        interactive: true,
        patchConsole: false,
      });
    },
    forget: () => {
      app?.clear();
      // Whatever else wrote here may have scrolled, coloured, or moved the cursor: Ink clears only what it drew.
      stdout.write('\u001b[0m\u001b[r\u001b[2J\u001b[H');
    },
    close: () => app?.unmount(),
    closed: async () => {
      await app?.waitUntilExit();
    },
  };
}
