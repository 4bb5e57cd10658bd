import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GonogoHome, makeHome } from './gonogo-home.ts';
import { installPeers } from './install-peers.ts';
import { median } from './median.ts';
import { measureMemory } from './output-memory.ts';
import { stepOnScreens } from './output-screen.ts';
import { openRange, type Range } from './ssh-range.ts';
import { timed } from './timed.ts';

const lineLength = 100;
const million = 1_000_000;

/** Prints so many lines of 100 bytes, quicker than anybody reads them. */
export function printLines(count: number): string {
  return `yes ${'x'.repeat(lineLength - 1)} | head -n ${count}`;
}

/** How quickly, and in how much memory, the output of one host gets to where it stays. */
export async function outputBench({ quick }: { readonly quick: boolean }): Promise<string> {
  const rounds = quick ? 3 : 7;
  const hasPdsh = installPeers(['pdsh']).has('pdsh');
  const range = await openRange();
  try {
    const ssh: number[] = [];
    const pdsh: number[] = [];
    const gonogo: GonogoTime[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ssh.push(await toFile(range, ['ssh', '-F', range.config.held, 'n1']));
      if (hasPdsh) pdsh.push(await toFile(range, ['pdsh', '-R', 'ssh', '-w', 'n1']));
      gonogo.push(await toJournal(range));
    }
    const memory = await measureMemory(range, quick ? 300 * million : 1_000 * million);
    return [
      `A million lines of 100 bytes from one host, ${rounds} rounds, everybody in turn within each. Seconds by the wall, from the start of the program to its end; all of them also write the lines to a file as their output, and gonogo has all of them in its journal.`,
      timesTable({ ssh, pdsh, gonogo }),
      memory,
    ].join('\n\n');
  } finally {
    await range.close();
  }
}

async function toFile(range: Range, program: readonly string[]): Promise<number> {
  const { folder, config } = range;
  const command = [...program, printLines(million)];
  const { wall } = await timed({ folder, command, env: { PDSH_SSH_ARGS_APPEND: `-F ${config.held}` } });
  const { size } = statSync(join(folder, 'out'));
  if (size < million * lineLength) throw new Error(`${program[0]}: ${size} bytes of output`);
  return wall;
}

type GonogoTime = {
  readonly program: number;
  readonly step: number;
  /** The step alone in another run, with the screens. */
  readonly onScreens: number;
};

async function toJournal(range: Range): Promise<GonogoTime> {
  const { folder } = range;
  const input = join(folder, 'input');
  writeFileSync(input, 'start step1\nwait step1\nend\n');
  return await withHome(range, async (home) => {
    const { wall } = await timed({ folder, command: home.command, env: home.env, input });
    checkBytes(home);
    const onScreens = await withHome(range, async (other) => {
      const seconds = await stepOnScreens(other);
      checkBytes(other);
      return seconds;
    });
    return { program: wall, step: home.seconds('step1'), onScreens };
  });
}

async function withHome<Result>(range: Range, use: (home: GonogoHome) => Promise<Result>): Promise<Result> {
  const { folder, config } = range;
  const home = makeHome({ folder, on: 'n1', steps: [printLines(million)], sshConfig: config.shipped });
  const result = await use(home);
  home.remove();
  return result;
}

function checkBytes(home: GonogoHome): void {
  const bytes = home.bytes();
  if (bytes !== million * lineLength) throw new Error(`gonogo: ${bytes} bytes in the journal`);
}

type Times = {
  readonly ssh: readonly number[];
  readonly pdsh: readonly number[];
  readonly gonogo: readonly GonogoTime[];
};

function timesTable({ ssh, pdsh, gonogo }: Times): string {
  const program = gonogo.map((each) => each.program);
  const step = gonogo.map((each) => each.step);
  const onScreens = gonogo.map((each) => each.onScreens);
  const row = (who: string, times: readonly number[]) => {
    const spread = Math.max(...times) / median(times);
    return times.length === 0
      ? `| ${who} | not installed | | |`
      : `| ${who} | ${median(times).toFixed(2)} | ${Math.max(...times).toFixed(2)} | ${spread.toFixed(2)} |`;
  };
  const goal = (what: string, ratio: number, most: number) => {
    const verdict = Number.isNaN(ratio) ? 'not measured' : ratio <= most ? 'met' : 'missed';
    return `| ${what} | ${most.toFixed(2)} | ${Number.isNaN(ratio) ? '' : ratio.toFixed(2)} | ${verdict} |`;
  };
  return [
    '| | median s | slowest s | slowest/median |',
    '|---|---|---|---|',
    row('ssh host command > file', ssh),
    row('pdsh > file', pdsh),
    row('gonogo run --plain > file', program),
    row('gonogo, the step alone', step),
    row('gonogo, the step alone, with its screens', onScreens),
    '',
    '| goal | at most | is | |',
    '|---|---|---|---|',
    goal('gonogo / pdsh', median(program) / median(pdsh), 1 / 3),
    goal('gonogo / ssh', median(program) / median(ssh), 2),
    goal('the step with screens / pdsh', median(onScreens) / median(pdsh), 1 / 3),
    goal('the step with screens / ssh', median(onScreens) / median(ssh), 2),
    goal('slowest run / median', Math.max(...program) / median(program), 1.5),
    goal('slowest step with screens / median', Math.max(...onScreens) / median(onScreens), 1.5),
  ].join('\n');
}
