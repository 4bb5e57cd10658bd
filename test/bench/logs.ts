import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { pathOf } from '../helpers/needs.ts';
import { installPeers } from './install-peers.ts';
import { flood, type LogsCase, type LogsPart, many, rest, usual, usualParts } from './logs-cases.ts';
import { logsMemory } from './logs-memory.ts';
import { installMprocs, mprocsVersion, openMprocs } from './logs-mprocs.ts';
import type { PeerOptions, PeerScene } from './logs-peers.ts';
import { gonogoRound, type LogsRound, peerRound } from './logs-round.ts';
import { logsSteps } from './logs-steps.ts';
import { goalsTable, type LogsResult, resultsTable } from './logs-table.ts';
import { openTmux } from './logs-tmux.ts';
import { openRange, type Range } from './ssh-range.ts';

export type LogsOptions = { readonly quick: boolean; readonly only?: readonly string[] | undefined };

/** From a key to the frame that shows what came of it, in a pseudo-terminal, while hosts print; beside other programs. */
export async function logsBench({ quick, only = usualParts }: LogsOptions): Promise<string> {
  const keys = quick ? 50 : 200;
  const rounds = quick ? 1 : 2;
  const wants = (part: LogsPart) => only.includes(part);
  const range = await openRange();
  const book = createBook();
  const load = [loadavg()[0] ?? 0];
  try {
    const peers = wants('peers') ? await findPeers(range) : { all: [], note: '' };
    const alone = async (one: LogsCase) => {
      if (wants(one.id))
        await book.measure(one.title, async () =>
          book.add('gonogo', one, await gonogoRound(range, one, keys)),
        );
    };
    await alone(rest);
    const turns = [
      ...(wants('100k') || wants('peers') ? [() => ownTurn(range, book, keys / rounds)] : []),
      ...peers.all.map((peer) => () => peerTurn(peer, book, keys / rounds)),
    ];
    // Nobody is always the first.
    for (let round = 0; round < rounds; round += 1)
      for (const turn of [...turns.slice(round), ...turns.slice(0, round)]) await turn();
    await alone(flood);
    await alone(many);
    const steps = wants('steps') ? await book.measure('steps', () => logsSteps(range, quick ? 6 : 12)) : '';
    const memory = wants('memory')
      ? await book.measure('memory', () => logsMemory(range, quick ? 0.1 : 1))
      : '';
    load.push(loadavg()[0] ?? 0);
    return [
      about(load),
      peers.note,
      ...book.problems().map((problem) => `**Not measured:** ${problem}`),
      ...(book.results().length === 0
        ? []
        : [
            goalsTable(
              book.results(),
              peers.all.map(({ who }) => who),
            ),
            resultsTable(book.results()),
          ]),
      steps ?? '',
      memory ?? '',
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  } finally {
    await range.close();
  }
}

function about(load: readonly number[]): string {
  return `Milliseconds from a key to the last byte of the frame that shows what came of it, keys one after the other at random moments, in a pseudo-terminal of 120x40 that draws what comes. A key that nothing came of within 5 s counts as 5 s. gonogo runs live, its hosts behind one real sshd on loopback, its journal on the disk; keys turn to the next host’s log and back, and move the marker in the plan and back. CPU and memory are of the whole program (tmux: server and client). Lines are of 100 bytes; everybody gets them from a stream of the same rate, which is made by a process of its own. All of it shares the cores. How long it waited for a core, as a share of the time, tells what others took. Load before ${load[0]?.toFixed(1)}, after ${load.at(-1)?.toFixed(1)}.`;
}

type Peer = { readonly who: string; readonly open: () => Promise<PeerScene> };

async function findPeers({
  folder,
}: Range): Promise<{ readonly all: readonly Peer[]; readonly note: string }> {
  installPeers(['tmux']);
  const tmux = pathOf('tmux');
  const mprocs = await installMprocs(join(folder, 'mprocs'));
  const order = (program: string): PeerOptions => ({
    folder,
    program,
    linesPerSecond: 100_000,
    mostSeconds: 60,
  });
  const version = tmux === undefined ? '' : execFileSync(tmux, ['-V'], { encoding: 'utf8' }).trim();
  return {
    all: [
      ...(tmux === undefined
        ? []
        : [
            { who: 'tmux, typed', open: () => openTmux(order(tmux), 'typed') },
            { who: 'tmux, next pane', open: () => openTmux(order(tmux), 'next pane') },
          ]),
      ...(mprocs === undefined ? [] : [{ who: 'mprocs', open: () => openMprocs(order(mprocs)) }]),
    ],
    note: `Beside it ${[
      tmux === undefined
        ? 'tmux is not here'
        : `${version}: all lines in one pane, a quiet one below it; a letter *typed* into that one until it is there, or a key of tmux’s own to the *next pane* until the status line says so`,
      mprocs === undefined
        ? 'mprocs can’t be had from the npm registry'
        : `mprocs ${mprocsVersion}: one process prints all lines, one is quiet; a key chooses the other until its row is drawn`,
    ].join('; ')}. Both read local pipes; gonogo’s lines come through sshd and are kept.`,
  };
}

async function ownTurn(range: Range, book: Book, keys: number): Promise<void> {
  await book.measure(usual.title, async () =>
    book.add('gonogo', usual, await gonogoRound(range, usual, keys)),
  );
}

async function peerTurn({ who, open }: Peer, book: Book, keys: number): Promise<void> {
  await book.measure(who, async () => {
    const { rest: quiet, loaded } = await peerRound(await open(), keys);
    book.add(who, rest, quiet);
    book.add(who, usual, loaded);
  });
}

type Book = ReturnType<typeof createBook>;

/** What was measured so far. One part that fails doesn't take the others with it. */
function createBook() {
  const results: LogsResult[] = [];
  const problems: string[] = [];
  return {
    results: (): readonly LogsResult[] => results,
    problems: (): readonly string[] => problems,
    add: (who: string, of: LogsCase, round: LogsRound) => {
      const at = results.findIndex((each) => each.who === who && each.of === of);
      const before = results[at];
      if (before === undefined) results.push({ who, of, rounds: [round] });
      else results[at] = { ...before, rounds: [...before.rounds, round] };
    },
    measure: async <Result>(what: string, work: () => Promise<Result>): Promise<Result | undefined> => {
      process.stderr.write(`${what}\n`);
      try {
        return await work();
      } catch (error) {
        const [first = ''] = String(error instanceof Error ? error.message : error).split('\n');
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        problems.push(`${what}: ${first}`);
        return undefined;
      }
    },
  };
}
