import { suggest } from '../../plan/suggest.ts';
import { checkCommands } from './check-commands.ts';
import { type Asked, type PlainCommand, problem, type Reading } from './command.ts';
import { editCommand } from './edit-command.ts';
import { hostCommands } from './host-commands.ts';
import { runCommands } from './run-commands.ts';
import { stepCommands } from './step-commands.ts';

/** Everything that can be typed. */
export const commands: readonly PlainCommand[] = [
  ...stepCommands,
  editCommand,
  ...checkCommands,
  ...hostCommands,
  ...runCommands,
];

/** What a typed line asks for; undefined for an empty line or a `#` comment. */
export function readLine(line: string, asked: Omit<Asked, 'words'>): Reading | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) {
    return undefined;
  }
  const [name = '', ...words] = text.split(/\s+/);
  const command = findCommand(name);
  return command === undefined ? problem(unknownCommand(name)) : command.read({ ...asked, words });
}

/** All commands, or one of them. */
export function helpLines(name: string | undefined): readonly string[] {
  const one = name === undefined ? undefined : findCommand(name);
  if (name !== undefined && one === undefined) {
    return [unknownCommand(name)];
  }
  const shown = one === undefined ? commands : [one];
  const usages = shown.map((command) => `${command.name} ${command.usage}`.trim());
  const width = Math.max(...usages.map((usage) => usage.length));
  const lines = shown.map((command, index) => `  ${(usages[index] ?? '').padEnd(width)}  ${command.help}`);
  return one === undefined ? [...lines, '  ID is the id of a step, or its number.'] : lines;
}

function findCommand(name: string): PlainCommand | undefined {
  return commands.find((command) => command.name === name.toLowerCase());
}

function unknownCommand(name: string): string {
  const near = suggest(
    name,
    commands.map((command) => command.name),
  );
  const hint = near === undefined ? 'Type help for what there is.' : `Did you mean ${near}?`;
  return `there is no command ${name}. ${hint}`;
}
