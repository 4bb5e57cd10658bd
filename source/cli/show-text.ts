import type { ShellEnd } from '../ui/hand-over.ts';
import { withPrivateFile } from './private-file.ts';
import { endWords, type RunOnTerminal } from './terminal-child.ts';

export type ShowOrder = {
  /** Piece by piece: a log may be larger than memory. */
  readonly text: Iterable<string>;
  /** Of the file that the pager sees. */
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
  readonly run: RunOnTerminal;
};

/** A text in the person's pager; nothing of it stays. */
export async function showText({ text, name, env, run }: ShowOrder): Promise<ShellEnd> {
  const pager = env.PAGER || 'less';
  try {
    return await withPrivateFile({ text, name }, async (file) => {
      const end = await run('sh', ['-c', asManDoes, pager, file]);
      if (end.type === 'exited' && end.code === 0) return { type: 'closed' };
      return { type: 'failed', reason: `${pager} ${endWords(end)}` };
    });
  } catch (error) {
    return { type: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

// The pager may come with arguments of its own. Stopped with Ctrl-Z it would take gonogo with it.
const asManDoes = `trap '' TSTP; exec sh -c "$0 \\"\\$@\\"" "$0" "$@"`;
