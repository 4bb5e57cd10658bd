import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { messageOf, oneLine } from '../reason.ts';
import type { Transport } from '../shell/shell-channel.ts';
import { shellFolder } from '../shell/shell-script.ts';
import { runShortScript } from '../shell/short-script.ts';
import type { Timers } from '../timers.ts';
import { type Look, type Looker, never } from './wait-look.ts';

export type FileWait = { readonly path: string; readonly gone: boolean };

/** Milliseconds for one look at a host. */
const patience = 20_000;

/** Here. */
export function localFileLooker({ path, gone }: FileWait): Looker {
  const whole = path.replace(/^~(?=\/)/, homedir());
  return async () => {
    try {
      await stat(whole);
      return seen({ path, gone, there: true });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'ENOENT' || code === 'ENOTDIR') return seen({ path, gone, there: false });
      return { type: 'not-yet', words: `nobody can tell: ${oneLine(messageOf(error))}` };
    }
  };
}

export type HostFileWait = FileWait & {
  readonly host: string;
  readonly transport: () => Promise<Transport>;
  readonly timers: Timers;
};

/** On a host. A link that breaks only makes it look again; a key or a login that is refused ends it. */
export function hostFileLooker({ path, gone, host, transport, timers }: HostFileWait): Looker {
  const name = shellFolder(path);
  const script = `if [ -e ${name} ] || [ -h ${name} ]; then gonogo_say there
else gonogo_say gone; fi`;
  return async () => {
    const answer = await runShortScript({
      transport: await transport(),
      host,
      script,
      timeout: patience,
      timers,
    });
    const { hostKey } = answer;
    if (answer.type === 'answered') {
      return { ...seen({ path, gone, there: answer.lines[0] === 'there' }), hostKey };
    }
    const reason = oneLine(answer.reason, 300);
    if (answer.kind === 'final') return { ...never({ type: 'refused', reason }), hostKey };
    return { type: 'not-yet', words: `nobody can look: ${reason}`, hostKey };
  };
}

function seen({ path, gone, there }: FileWait & { readonly there: boolean }): Look {
  return { type: there === gone ? 'not-yet' : 'yet', words: `${path} is ${there ? 'there' : 'not there'}` };
}
