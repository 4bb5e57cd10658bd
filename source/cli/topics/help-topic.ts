import { suggest } from '../../plan/suggest.ts';
import { CommandError } from '../command-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { exitCodeHelp } from '../help.ts';
import type { Io } from '../io.ts';

export const topics = ['plan', 'keys', 'exit-codes', 'environment'] as const;

type Topic = (typeof topics)[number];

/** A command as far as its help is concerned. */
export type Helpful = { readonly name: () => string; readonly outputHelp: () => void };

/** `gonogo help [TOPIC|COMMAND]`. */
export async function help(
  name: string | undefined,
  {
    program,
    commands,
    io,
  }: { readonly program: Helpful; readonly commands: readonly Helpful[]; readonly io: Io },
): Promise<number> {
  const topic = topics.find((known) => known === name);
  if (topic !== undefined) {
    io.out(await topicText(topic));
    return exitCodes.ok;
  }
  const command = name === undefined ? program : commands.find((known) => known.name() === name);
  if (command === undefined) throw new CommandError(exitCodes.usage, noHelp(name ?? '', commands));
  command.outputHelp();
  return exitCodes.ok;
}

async function topicText(topic: Topic): Promise<string> {
  switch (topic) {
    case 'plan':
      return (await import('./plan-topic.ts')).planTopic();
    case 'keys':
      return (await import('./keys-topic.ts')).keysTopic();
    case 'exit-codes':
      return exitCodeHelp;
    case 'environment':
      return (await import('./environment-topic.ts')).environmentTopic();
  }
}

function noHelp(name: string, commands: readonly Helpful[]): string {
  const near = suggest(name, [...topics, ...commands.map((command) => command.name())]);
  const hint =
    near === undefined ? `there is gonogo help ${topics.join(', ')}, or a command` : `did you mean ${near}?`;
  return `no help on '${name}'; ${hint}`;
}
