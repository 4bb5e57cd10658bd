/** The manual page, made from what `--help` says. */
import type { Command } from 'commander';
import { exitCodes, exitCodeWords } from '../../source/cli/exit-codes.ts';
import { examples } from '../../source/cli/help.ts';
import { environment } from '../../source/cli/topics/environment-topic.ts';
import { topics } from '../../source/cli/topics/help-topic.ts';

export function manPage(program: Command, version: string): string {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  return [
    `.TH GONOGO 1 "" "gonogo ${version}" "User Commands"`,
    ...section('NAME', [`gonogo \\- ${roff(lower(program.description()))}`]),
    ...section('SYNOPSIS', ['.B gonogo', roff('<command> [options]')]),
    ...section('DESCRIPTION', DESCRIPTION.map(roff)),
    ...section('EXAMPLES', exampleLines()),
    ...section(
      'COMMANDS',
      commands.flatMap((command) => commandLines(command)),
    ),
    ...section('EXIT STATUS', exitLines()),
    ...section(
      'ENVIRONMENT',
      Object.entries(environment).flatMap(([name, words]) => tagged(name, words)),
    ),
    ...section(
      'FILES',
      FILES.flatMap(([file, words]) => tagged(file, words)),
    ),
    ...section('SEE ALSO', [`${topics.map((topic) => `.B gonogo help ${roff(topic)}`).join('\n.br\n')}`]),
    '',
  ].join('\n');
}

const DESCRIPTION = [
  'An implementation plan is a Markdown page: who does what at which offset from the start of the window, S, and what happens if it goes wrong, counted from the moment of that decision, D. gonogo runs it: clocks, confirmations, real steps on real hosts, and the way back. It keeps a record of all of it.',
];

const FILES = [
  ['~/.local/state/gonogo/journal.sqlite', 'every run, and what its steps wrote'],
  ['~/.local/state/gonogo/jobs', 'what steps write while they run, here and on every host'],
  ['~/.config/gonogo/config.json', 'preferences; gonogo config shows and changes them'],
] as const;

function section(name: string, lines: readonly string[]): readonly string[] {
  return [`.SH ${name}`, ...lines];
}

function exampleLines(): readonly string[] {
  return examples
    .trim()
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [command = '', words = ''] = line.trim().split(/ {2,}/);
      return tagged(command, words);
    });
}

function commandLines(command: Command): readonly string[] {
  const help = command.createHelp();
  const options = help.visibleOptions(command).filter((option) => option.long !== '--help');
  return [
    `.SS gonogo ${roff(help.subcommandTerm(command).replace(' [options]', ''))}`,
    roff(sentence(command.description())),
    ...options.flatMap((option) => tagged(help.optionTerm(option), wordsOf(help.optionDescription(option)))),
  ];
}

/** That a switch is off at first goes without saying. */
function wordsOf(description: string): string {
  return description.replace(/ \(default: false\)$/, '');
}

function exitLines(): readonly string[] {
  return Object.entries(exitCodes).flatMap(([name, code]) => {
    const words = Object.entries(exitCodeWords).find(([other]) => other === name)?.[1] ?? '';
    return tagged(String(code), words);
  });
}

function tagged(term: string, words: string): readonly string[] {
  return ['.TP', `.B ${roff(term)}`, roff(words)];
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function lower(text: string): string {
  return (text.charAt(0).toLowerCase() + text.slice(1)).replace(/\.$/, '');
}

/** Backslashes and hyphens as they are, and no line that begins with a request. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1')
    .replaceAll('"', '\\(dq');
}
