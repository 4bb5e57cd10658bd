import { readFile } from 'node:fs/promises';
import type { EditEnd } from '../ui/hand-over.ts';
import { withPrivateFile } from './private-file.ts';
import { endWords, type RunOnTerminal } from './terminal-child.ts';

export type EditOrder = {
  readonly text: string;
  /** Of the file that the editor sees. */
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
  readonly run: RunOnTerminal;
};

/** The text as the person left it in their editor. */
export async function editText({ text, name, env, run }: EditOrder): Promise<EditEnd> {
  const editor = env.VISUAL || env.EDITOR || 'vi';
  const whole = text.endsWith('\n');
  try {
    return await withPrivateFile({ text: whole ? text : `${text}\n`, name }, async (file) => {
      const end = await run('sh', ['-c', asGitDoes, editor, file]);
      if (end.type !== 'exited' || end.code !== 0)
        return { type: 'failed', reason: `${editor} ${endWords(end)}` };
      const edited = await readFile(file, 'utf8');
      return { type: 'edited', text: whole ? edited : edited.replace(/\n$/, '') };
    });
  } catch (error) {
    return { type: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

// The editor may come with arguments of its own. Stopped with Ctrl-Z it would take gonogo with it.
const asGitDoes = `trap '' TSTP; exec sh -c "$0 \\"\\$@\\"" "$0" "$@"`;
