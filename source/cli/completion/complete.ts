import type { Command, Option } from 'commander';
import type { Io } from '../io.ts';
import { type Candidate, candidatesFor, type ValueKind, valueKind } from './candidates.ts';

/** What a shell adds by itself: plans are `*.md` and folders, files are all there are. */
export type FileKind = 'none' | 'plans' | 'files';

export type Completion = { readonly files: FileKind; readonly candidates: readonly Candidate[] };

/**
 * What may stand at the end of a command line. Never fails: where nothing can be known there is nothing to offer.
 * @param words those before it, and the one that is being typed, without the program's own name
 */
export async function complete(
  words: readonly string[],
  { program, io }: { readonly program: Command; readonly io: Io },
): Promise<Completion> {
  const typed = joined(words);
  const current = typed.at(-1) ?? '';
  const [name, ...before] = typed.slice(0, -1);
  const offered = await offer({ name, before, current, program, io });
  return {
    ...offered,
    candidates: offered.candidates.filter(({ value }) => value.startsWith(wordOf(current))),
  };
}

type Typed = {
  readonly name: string | undefined;
  readonly before: readonly string[];
  readonly current: string;
  readonly program: Command;
  readonly io: Io;
};

async function offer({ name, before, current, program, io }: Typed): Promise<Completion> {
  if (name === undefined) {
    if (current.startsWith('-')) return words([...optionsOf(program, []), help]);
    return words(
      visible(program).map((command) => ({ value: command.name(), about: command.description() })),
    );
  }
  const command = visible(program).find((known) => known.name() === name);
  if (command === undefined) return words([]);
  const line = readLine(command, before);
  const withValue = current.match(/^(--[\w-]+)=/)?.[1];
  const open = line.open ?? command.options.find((option) => option.long === withValue && takesValue(option));
  if (open !== undefined) return offerValue(open.argChoices, kindOf(open), line, io);
  if (current.startsWith('-')) return words([...optionsOf(command, before), help]);
  const place = Math.min(line.operands.length, command.registeredArguments.length - 1);
  const argument = command.registeredArguments[place];
  if (argument === undefined || (line.operands.length > place && !argument.variadic)) return words([]);
  // The second of two, as of `compare`, is like the first.
  const like = argument.name() === 'other' ? command.registeredArguments[0] : argument;
  return offerValue(like?.argChoices, valueKind({ command: name, name: like?.name() ?? '' }), line, io);

  function kindOf(option: Option): ValueKind {
    return valueKind({
      command: name ?? '',
      name: /<([^>]+)>/.exec(option.flags)?.[1] ?? '',
      option: option.long,
    });
  }
}

async function offerValue(
  choices: readonly string[] | undefined,
  kind: ValueKind,
  { operands, values }: Line,
  io: Io,
): Promise<Completion> {
  if (choices !== undefined) return words(choices.map((value) => ({ value, about: '' })));
  return candidatesFor(kind, { operands, values, io });
}

export type Line = {
  readonly operands: readonly string[];
  /** Of options that were given, by their long name. */
  readonly values: ReadonlyMap<string, string>;
  /** The option whose value is being typed. */
  readonly open: Option | undefined;
};

function readLine(command: Command, before: readonly string[]): Line {
  const operands: string[] = [];
  const values = new Map<string, string>();
  let open: Option | undefined;
  for (const word of before) {
    if (open !== undefined) {
      values.set(open.long ?? '', word);
      open = undefined;
    } else if (word.startsWith('-') && word !== '-') {
      const [flag = '', value] = word.split(/=(.*)/);
      const option = command.options.find(({ short, long }) => flag === short || flag === long);
      if (option === undefined || !takesValue(option)) continue;
      if (value === undefined) open = option;
      else values.set(option.long ?? '', value);
    } else operands.push(word);
  }
  return { operands, values, open };
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function optionsOf(command: Command, before: readonly string[]): readonly Candidate[] {
  return command.options
    .filter(
      ({ hidden, long, short }) => !hidden && !before.includes(long ?? '') && !before.includes(short ?? '-'),
    )
    .map(({ long, short, description }) => ({ value: long ?? short ?? '', about: description }));
}

const help: Candidate = { value: '--help', about: 'what it does' };

function visible(program: Command): readonly Command[] {
  return program.createHelp().visibleCommands(program);
}

function words(candidates: readonly Candidate[]): Completion {
  return { files: 'none', candidates };
}

/** bash takes `--format=html` apart into three words. */
function joined(words: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (const [index, word] of words.entries()) {
    const before = result.at(-1);
    const apart = word === '=' && before?.startsWith('--') === true;
    const rest = words[index - 1] === '=' && before?.endsWith('=') === true && before.startsWith('--');
    if (before !== undefined && (apart || rest)) result[result.length - 1] = before + word;
    else result.push(word);
  }
  return result;
}

/** Of `--format=ht` only `ht` is being typed. */
function wordOf(current: string): string {
  return current.replace(/^--[\w-]+=/, '');
}
