import { Command, CommanderError, Option } from 'commander';
import { JournalError } from '../journal/journal-error.ts';
import { safeLine } from '../plan/safe-text.ts';
import { themeNames } from '../ui/theme-name.ts';
import { CommandError } from './command-error.ts';
import { commandExamples } from './command-examples.ts';
import { type AddCommand, addEveryday } from './everyday-commands.ts';
import { exitCodes } from './exit-codes.ts';
import { examples, exitCodeHelp } from './help.ts';
import { type Io, processIo } from './io.ts';
import { asNumber, collected } from './option-values.ts';
import { PreferencesError } from './preferences-error.ts';
import { setVersion } from './version.ts';

/** Runs one command line and gives its exit code. Every command's code is loaded only when it is called. */
export async function main(args: readonly string[], version: string, io: Io = processIo()): Promise<number> {
  setVersion(version);
  let code: number = exitCodes.ok;
  const program = buildProgram({
    io,
    version,
    done: (result) => {
      code = result;
    },
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return explain(error, io);
  }
}

function explain(error: unknown, io: Io): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof CommandError) {
    io.err(`${error.message}\n`);
    return error.code;
  }
  if (error instanceof JournalError || error instanceof PreferencesError) {
    io.err(`${safeLine(error.message)}\n`);
    return exitCodes.storage;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.err(`gonogo: internal error, please report it\n${text}\n`);
  return exitCodes.internal;
}

/** Every command there is, with its options and its help. */
export function buildProgram({
  io,
  version,
  done,
}: {
  readonly io: Io;
  readonly version: string;
  readonly done: (code: number) => void;
}): Command {
  const program = new Command('gonogo')
    .description('Runs the implementation plan of a production release, and the way back.')
    .version(version)
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .addHelpText('before', `${examples}\n`)
    .addHelpText('after', `\n${exitCodeHelp}`);
  const add: AddCommand = (usage, about, options) => {
    const command = program
      .command(usage, options)
      .description(about)
      .exitOverride()
      .configureOutput({ writeOut: io.out, writeErr: io.err });
    const shown = commandExamples(command.name());
    return shown === undefined ? command : command.addHelpText('before', `${shown}\n`);
  };

  add('check <plan>', 'read a plan and print its timeline, or every problem in it')
    .option('--preflight', 'reach everything it acts on, and say go or no-go', false)
    .option('--ssh-config <file>', 'use this instead of your ssh configuration')
    .option('--json', 'print data', false)
    .action(async (plan, options) =>
      done(await (await import('./check.ts')).check({ plan, ...options }, io)),
    );

  add('import <document>', 'make a plan of the document that people have')
    .option('-o, --output <plan>', 'where to write the plan (standard output)')
    .option('--zone <zone>', 'the time zone where the document names none; else that of this machine')
    .option('--interactive', 'ask for what is missing, and about what is unsure', false)
    .option('--force', 'also over a file that is there already', false)
    .option('--json', 'print data', false)
    .action(async (document, options) =>
      done(await (await import('./import.ts')).importDocument({ document, ...options }, io)),
    );

  add('trust <plan>', 'show host keys that are not known yet, and keep those you say yes to')
    .option('--ssh-config <file>', 'use this instead of your ssh configuration')
    .option('--json', 'print data, ask nothing', false)
    .action(async (plan, options) =>
      done(await (await import('./trust.ts')).trust({ plan, ...options }, io)),
    );

  add('hosts [names...]', "expand a host set such as 'web[01-12]!web03', or fold a list")
    .option('--fold', 'fold the hosts given, or read from standard input', false)
    .option('--json', 'print data', false)
    .action(async (names: readonly string[], { fold, json }) => {
      const expression = fold || names.length === 0 ? undefined : names.join(',');
      done(await (await import('./hosts.ts')).hosts({ expression, fold, json, list: [...names] }, io));
    });

  live(screen(common(add('run <plan>', 'carry out a plan, or go on with its open run'))))
    .option('--start <when>', 'move S: now, +10m, -30m, 05:00, "2026-11-24 05:00"')
    .option('--new', 'begin a new run although one is open')
    .action(async (plan, options) => done(await (await import('./run.ts')).run({ plan, ...options }, io)));

  screen(common(add('rehearse <plan>', 'go through a plan with a fast clock, touching nothing')))
    .addOption(
      new Option('--speed <n>', 'how much faster than the wall clock').default(60).argParser(asNumber),
    )
    .option('--auto', 'also do what people would do')
    .option('--seed <n>', 'another seed gives other durations', asNumber)
    .option('--late <step=+time>', 'this step takes so much longer, as backup=+25m', collected)
    .option('--fail <step>', 'this step fails at first; STEP=always: every time', collected)
    .option('--lose-host <host>', 'this host is lost in the middle of its first work', collected)
    .option('--json', 'print the report as data; only with --auto or --matrix')
    .option('--matrix', 'instead, a table: going back from the end of every step in turn')
    .action(async (plan, options) => {
      if (options.matrix) return done(await (await import('./matrix.ts')).matrix({ plan, ...options }, io));
      done(await (await import('./rehearse.ts')).rehearse({ plan, ...options }, io));
    });

  live(screen(common(add('join <run>', 'carry on a run that was left'))))
    .addOption(new Option('--speed <n>', 'for a rehearsal').default(60).argParser(asNumber))
    .option('--auto', 'for a rehearsal: also do what people would do')
    .action(async (run, options) => done(await (await import('./join.ts')).join({ run, ...options }, io)));

  common(add('runs', 'list the runs, and go on with the open one'))
    .option('--json', 'print data', false)
    .action(async (options) => done(await (await import('./runs.ts')).runs(options, io)));

  common(add('status <run>', 'where a run is, as text'))
    .option('--json', 'print data', false)
    .action(async (run, options) =>
      done(await (await import('./status.ts')).status({ run, ...options }, io)),
    );

  common(add('log <run> [step]', 'what the steps wrote, with times'))
    .option('--host <name>', 'only this host')
    .option('--json', 'print data, one line each', false)
    .action(async (run, step, options) =>
      done(await (await import('./log.ts')).log({ run, step, ...options }, io)),
    );

  screen(common(add('replay <run>', 'see the window again as it was')))
    .option('--speed <n>', 'how fast, 0.25 to 600', asNumber)
    .action(async (run, options) =>
      done(await (await import('./replay.ts')).replay({ run, ...options }, io)),
    );

  common(add('report <run>', 'the run as one page for those who were not there'))
    .option('-o, --output <file>', 'where to write it; - is standard output (gonogo-RUN.html)')
    .addOption(new Option('--format <format>', 'of the page').choices(['html', 'md', 'json']).default('html'))
    .action(async (run, options) =>
      done(await (await import('./report.ts')).report({ run, ...options }, io)),
    );

  common(add('compare <run> <other>', 'what the second run did otherwise, step by step'))
    .option('--json', 'print data', false)
    .action(async (a, b, options) =>
      done(await (await import('./compare.ts')).compare({ a, b, ...options }, io)),
    );

  common(add('export <run>', 'a run for other programs; what hosts wrote comes sanitised'))
    .addOption(
      new Option('--format <format>', 'a recording, the events, a folder of logs or of what was signed')
        .choices(['asciicast', 'asciicast-v3', 'jsonl', 'logs', 'checkpoints'])
        .makeOptionMandatory(),
    )
    .option('-o, --output <path>', 'a file (standard output otherwise), or the folder')
    .option('--step <step>', 'only this step')
    .option('--host <name>', 'only this host')
    .option('--screen', 'as a recording: the screens instead of what the steps wrote')
    .action(async (run, options) =>
      done(await (await import('./export.ts')).exportRun({ run, ...options }, io)),
    );

  common(add('verify <run>', 'whether the record is as gonogo wrote it, and who has signed it'))
    .option('--head <hash>', 'also find this hash in it, as a report or a mail has it')
    .option('--allowed-signers <file>', 'whose signatures count, as ssh-keygen has it')
    .option('--json', 'print data', false)
    .action(async (run, options) =>
      done(await (await import('./verify.ts')).verify({ run, ...options }, io)),
    );

  add('config [key] [value]', 'who is at this keyboard, their roles, theme, ASCII, journal')
    .option('--unset', 'forget the value', false)
    .option('--json', 'print data', false)
    .action(async (key, value, options) =>
      done(await (await import('./config.ts')).config({ key, value, ...options }, io)),
    );
  addEveryday({ add, done, io });
  return program;
}

function common(command: Command): Command {
  return command
    .option('--journal <file>', 'where runs are recorded (GONOGO_JOURNAL)')
    .option('--as <person>', 'who is at this keyboard (GONOGO_AS)')
    .option('--roles <roles>', 'the roles at this keyboard, as qc,dba (GONOGO_ROLES)');
}

function screen(command: Command): Command {
  return command
    .option('--plain', 'lines instead of screens, for pipes and screen readers')
    .option('--ascii', 'no characters beyond ASCII on the screens (GONOGO_ASCII)')
    .addOption(new Option('--theme <theme>', 'colours of the screens (GONOGO_THEME)').choices(themeNames));
}

function live(command: Command): Command {
  return command
    .option(
      '--no-preflight',
      'begin without a look at hosts, databases and the mail server (as --plain does)',
    )
    .option('--ssh-config <file>', 'use this instead of your ssh configuration')
    .option('--sign <key>', "the key of your ssh agent (.pub) that signs the record, or 'off'")
    .option('--take-over', 'also from a terminal on another machine that is gone');
}
