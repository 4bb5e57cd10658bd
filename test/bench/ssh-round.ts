import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SshPeer } from './install-peers.ts';
import type { Samples } from './samples.ts';
import { runGonogo } from './ssh-gonogo.ts';
import { closeMasters, mastersTime } from './ssh-masters.ts';
import { type Order, peers } from './ssh-peers.ts';
import type { Range } from './ssh-range.ts';
import { type Sample, timed } from './timed.ts';

export type Round = {
  readonly range: Range;
  readonly samples: Samples;
  readonly installed: ReadonlySet<SshPeer>;
  readonly size: number;
};

export const stages = {
  first: 'first connection, `true`',
  firstLines: 'first connection, 200 lines',
  next: 'next step, `true`',
  nextLines: 'next step, 200 lines',
} as const;

const lines = 200;
/** Hosts up to which ansible's next steps and longer outputs are measured, too. */
const mostForAnsible = 50;
const commands = {
  nothing: { text: 'true', lines: 0, first: stages.first, next: stages.next },
  lines: { text: `seq 100001 100${lines}`, lines, first: stages.firstLines, next: stages.nextLines },
} as const;

type Command = (typeof commands)[keyof typeof commands];
type Name = keyof typeof peers;

/** Everybody once, in turn. */
export async function runRound(round: Round): Promise<void> {
  const sockets = join(round.range.folder, 'sockets');
  mkdirSync(sockets, { recursive: true });
  await firstConnections(round, sockets);
  await keptConnections(round, sockets);
  await gonogo(round, commands.nothing);
  await gonogo(round, commands.lines);
}

async function firstConnections(round: Round, sockets: string): Promise<void> {
  const { config } = round.range;
  for (const name of present(round)) {
    const first = (who: string, file: string, command: Command) =>
      measure({ round, name, sockets, who, config: file, command, stage: command.first });
    await first(`${name}, as shipped`, config.shipped, commands.nothing);
    // More of ansible would take the most of the whole benchmark's time.
    const short = name === 'ansible' && round.size > mostForAnsible;
    if (name === 'ansible' && !short) {
      // It keeps connections of its own by itself.
      const warm = { round, name, sockets, who: name, config: config.shipped } as const;
      await measure({ ...warm, command: commands.nothing, stage: stages.next });
      await measure({ ...warm, command: commands.lines, stage: stages.nextLines });
    }
    await closeMasters(sockets);
    await first(`${name}, same key exchange`, config.held, commands.nothing);
    await closeMasters(sockets);
    if (short) continue;
    await first(`${name}, same key exchange`, config.held, commands.lines);
    await closeMasters(sockets);
  }
}

async function keptConnections(round: Round, sockets: string): Promise<void> {
  const config = round.range.kept(sockets);
  const order: Order = { range: round.range, config, size: round.size, command: 'true', sockets };
  await timed(peers['xargs ssh'](order));
  for (const name of present(round).filter((each) => each !== 'ansible')) {
    for (const command of [commands.nothing, commands.lines]) {
      const who = `${name} with ControlMaster`;
      await measure({ round, name, sockets, who, config, command, stage: command.next });
    }
  }
  await closeMasters(sockets);
}

async function gonogo({ range, samples, size }: Round, command: Command): Promise<void> {
  const run = await runGonogo({
    folder: range.folder,
    sshConfig: range.config.shipped,
    size,
    command: command.text,
  });
  if (run.bytes !== 2 * size * command.lines * 7)
    throw new Error(`gonogo: ${run.bytes} bytes in the journal`);
  samples.add({ stage: command.first, size, who: 'gonogo' }, run.cold);
  samples.add(
    { stage: command.first, size, who: 'gonogo, the step alone' },
    { wall: run.step, cpu: Number.NaN },
  );
  samples.add({ stage: command.next, size, who: 'gonogo' }, run.next);
  samples.add(
    { stage: command.next, size, who: 'gonogo, the step alone' },
    { wall: run.nextStep, cpu: Number.NaN },
  );
}

type Measure = {
  readonly round: Round;
  readonly name: Name;
  readonly who: string;
  readonly config: string;
  readonly command: Command;
  readonly stage: string;
  readonly sockets: string;
};

async function measure({ round, name, who, config, command, stage, sockets }: Measure): Promise<void> {
  const { range, samples, size } = round;
  const before = mastersTime(sockets);
  const sample = await timed(peers[name]({ range, config, size, command: command.text, sockets }));
  const printed = readFileSync(join(range.folder, 'out'), 'utf8').match(/^.*\b100\d\d\d$/gm)?.length ?? 0;
  if (printed !== command.lines * size)
    throw new Error(`${who}: ${printed} lines of ${command.lines * size}`);
  samples.add({ stage, size, who }, withMasters(sample, mastersTime(sockets) - before));
}

function withMasters({ wall, cpu }: Sample, masters: number): Sample {
  return { wall, cpu: cpu + masters };
}

function present({ installed }: Round): readonly Name[] {
  return (Object.keys(peers) as Name[]).filter((name) => name === 'xargs ssh' || installed.has(name));
}
