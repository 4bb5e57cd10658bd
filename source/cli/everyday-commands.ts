import type { Command } from 'commander';
import type { Io } from './io.ts';
import { collected } from './option-values.ts';

export type AddCommand = (usage: string, about: string, options?: { readonly hidden: boolean }) => Command;

/** The commands around the plan and the person: what is not a run, and not what comes of one. */
export function addEveryday({
  add,
  done,
  io,
}: {
  readonly add: AddCommand;
  readonly done: (code: number) => void;
  readonly io: Io;
}): void {
  add('format <plan>', 'print a plan in its one form: step lines, attributes, front matter')
    .option('--write', 'into the file itself, at once or not at all', false)
    .option('--check', 'print nothing; exit code 13 where the file is not in its form', false)
    .action(async (plan, options) =>
      done(await (await import('./format.ts')).format({ plan, ...options }, io)),
    );

  add('new', "next month's plan, made from the last one; without one, a plan to begin with")
    .option('--from <plan or run>', 'the plan it is made from, or the run whose plan it was')
    .option('-o, --output <file>', 'where to write it; must not be there yet (standard output)')
    .option('--date <day>', 'on which day the window opens, as 2026-12-15')
    .option('--var <name=value>', 'another value for a variable of the plan', collected)
    .option('--journal <file>', 'where runs are recorded (GONOGO_JOURNAL)')
    .action(async (options) => done(await (await import('./new.ts')).newPlan(options, io)));

  add('diff <plan> <other>', 'what the second plan says otherwise, step by step; a run stands for its plan')
    .option('--json', 'print data', false)
    .option('--exit-code', 'exit code 13 where they are not the same', false)
    .option('--journal <file>', 'where runs are recorded (GONOGO_JOURNAL)')
    .action(async (a, b, options) => done(await (await import('./diff.ts')).diff({ a, b, ...options }, io)));

  add('doctor', 'whether this machine is fit to run a plan: terminal, ssh, journal, clock')
    .option('--plan <plan>', 'also whether what it refers to (env:, file:) is there; shows no value')
    .option('--json', 'print data', false)
    .option('--journal <file>', 'where runs are recorded (GONOGO_JOURNAL)')
    .action(async (options) => done(await (await import('./doctor/doctor.ts')).doctor(options, io)));

  add('completion <shell>', 'what bash, zsh or fish reads to complete command lines').action(async (shell) =>
    done((await import('./completion/completion.ts')).completion(shell, io)),
  );

  add('__complete [words...]', 'what a shell asks at each tab', { hidden: true }).action(
    async (words, _, command: Command) => {
      const program = command.parent ?? command;
      done(await (await import('./completion/completion.ts')).answerShell(words, { program, io }));
    },
  );

  add('help [topic]', 'how plans are written (plan), keys, exit-codes, environment, or a command').action(
    async (topic, _, command: Command) => {
      const program = command.parent ?? command;
      const { help } = await import('./topics/help-topic.ts');
      done(await help(topic, { program, commands: program.commands, io }));
    },
  );
}
