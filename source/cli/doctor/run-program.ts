import { execFile } from 'node:child_process';

export type ProgramAnswer =
  | { readonly type: 'answered'; readonly text: string }
  | { readonly type: 'missing' }
  | { readonly type: 'failed'; readonly reason: string };

/** What a small program of this machine says, standard output and errors together. */
export function runProgram(
  program: string,
  { args, env }: { readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv },
): Promise<ProgramAnswer> {
  return new Promise((resolve) => {
    execFile(program, [...args], { env, timeout: 5000 }, (error, stdout, stderr) => {
      if (error === null) resolve({ type: 'answered', text: `${stdout}${stderr}`.trim() });
      else if (error.code === 'ENOENT') resolve({ type: 'missing' });
      else resolve({ type: 'failed', reason: error.message.split('\n')[0] ?? '' });
    });
  });
}
