import type { Command } from 'commander';
import { safeLine } from '../../plan/safe-text.ts';
import { suggest } from '../../plan/suggest.ts';
import { CommandError } from '../command-error.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { complete } from './complete.ts';
import { completionScript, shells } from './script.ts';

/** `gonogo completion SHELL`: what the shell reads once. */
export function completion(shell: string, io: Io): number {
  const known = shells.find((name) => name === shell);
  if (known === undefined) {
    const near = suggest(shell, shells);
    const hint = near === undefined ? `there is ${shells.join(', ')}` : `did you mean ${near}?`;
    throw new CommandError(exitCodes.usage, `no completion for '${safeLine(shell)}'; ${hint}`);
  }
  io.out(completionScript(known));
  return exitCodes.ok;
}

/** What the shell asks at each tab; see `completionScript` for the answer's form. */
export async function answerShell(
  words: readonly string[],
  { program, io }: { readonly program: Command; readonly io: Io },
): Promise<number> {
  const { files, candidates } = await complete(words, { program, io });
  const lines = candidates.map(({ value, about }) => `${safeLine(value)}\t${about}`);
  io.out(`${[files, ...lines].join('\n')}\n`);
  return exitCodes.ok;
}
