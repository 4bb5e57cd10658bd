import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parts, type SeekPart } from './seek-parts.ts';
import { type SeekPeer, seekPeers, writeRecordings } from './seek-peers.ts';
import type { SeekNews, SeekOrder } from './seek-process.ts';
import { makeSeekRun } from './seek-run.ts';
import { type SeekOnScreen, seekOnScreen } from './seek-screen.ts';
import { bytesOf, momentsOf, panesOf, shapeOf } from './seek-shape.ts';
import { type InProcess, peersTable, processTable, screenTable, seekGoals } from './seek-table.ts';

export type SeekOptions = { readonly quick: boolean; readonly only?: readonly string[] | undefined };

const million = 1_000_000;
const rounds = 3;
/** A part may take as long, seconds; what was measured by then counts. */
const mostSeconds = 60;
const openSeconds = 60;

/** To any moment of a recorded run, beside programs that play recordings from their beginning. */
export async function seekBench({ quick, only = parts }: SeekOptions): Promise<string> {
  const wants = (part: SeekPart) => only.includes(part);
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-bench-'));
  const before = loadavg()[0] ?? 0;
  try {
    const shape = shapeOf((quick ? 100 : 1_000) * million, Date.parse('2026-11-24T05:00:00Z'));
    const file = join(folder, 'journal.sqlite');
    say('making the run');
    const began = performance.now();
    const run = await makeSeekRun(file, shape);
    const made = (performance.now() - began) / 1_000;
    const peers = wants('peers') ? seekPeers(folder, writeRecordings(folder, shape)) : [];
    const passes = new Map(peers.map(({ who }): [string, number[]] => [who, []]));
    for (const { who, printed } of peers) {
      const size = await printed();
      if (size < bytesOf(shape)) throw new Error(`${who} printed ${size} bytes of ${bytesOf(shape)}`);
    }
    const playPeers = async () => {
      for (const { who, pass } of peers) {
        say(who);
        passes.get(who)?.push(await pass());
      }
    };
    await playPeers();
    const moments = momentsOf(shape, quick ? 60 : 400);
    const inProcess = wants('process') ? await seekInProcess({ file, run, shape, moments }) : undefined;
    await playPeers();
    const onScreen = wants('screen')
      ? await onScreens(() =>
          seekOnScreen({ folder, file, run, shape, moments: moments.slice(0, 100), mostSeconds }),
        )
      : undefined;
    for (let round = 2; round < rounds; round += 1) await playPeers();
    return [
      `A run of ${(bytesOf(shape) / million).toFixed(0)} MB of output in ${panesOf(shape)} panes (${shape.steps} steps one after the other, each on ${shape.hosts} hosts), an hour long, written through the journal's own port in ${made.toFixed(1)} s. To random moments of it, until the last 40 lines of that moment are there, of all hosts of the step that ran then or of one of them. A part ends after ${mostSeconds} s with what it has. Load before ${before.toFixed(1)}, after ${(loadavg()[0] ?? 0).toFixed(1)}.`,
      seekGoals({ inProcess, onScreen, passes }),
      ...(inProcess === undefined ? [] : [processTable(inProcess)]),
      ...(onScreen === undefined ? [] : [screenTable(onScreen)]),
      ...(wants('peers') ? [peersTable({ passes, notes: notesOf(peers), ours: inProcess })] : []),
    ].join('\n\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function notesOf(peers: readonly SeekPeer[]): string {
  const missing = ['scriptreplay', 'asciinema cat'].filter((who) => !peers.some((peer) => peer.who === who));
  return [
    ...peers.map(({ who, version }) => `${who}: ${version}`),
    ...missing.map((who) => `${who} is not here`),
  ].join('; ');
}

/** In a program of its own, which is ended when the time is up. */
function seekInProcess(order: SeekOrder): Promise<InProcess> {
  say('in process');
  return new Promise((resolve) => {
    const result: InProcess = { opened: undefined, times: [], wrong: 0, resident: undefined };
    const program = join(import.meta.dirname, 'seek-process.ts');
    const child = fork(program, [JSON.stringify(order)], { execArgv: ['--max-old-space-size=8192'] });
    const end = () => child.kill('SIGKILL');
    let limit = setTimeout(end, openSeconds * 1_000);
    child.on('message', (message) => {
      const news = message as SeekNews;
      if (news.type === 'opened') {
        result.opened = news.ms;
        clearTimeout(limit);
        limit = setTimeout(end, mostSeconds * 1_000);
      } else if (news.type === 'done') result.resident = news.resident / million;
      else if (news.right) result.times.push({ view: news.view, ms: news.ms });
      else result.wrong += 1;
    });
    child.once('exit', () => {
      clearTimeout(limit);
      resolve(result);
    });
  });
}

/** What fails leaves the other parts alone. */
async function onScreens(open: () => Promise<SeekOnScreen>): Promise<SeekOnScreen | undefined> {
  say('on the screen');
  try {
    return await open();
  } catch (error) {
    say(String(error));
    return undefined;
  }
}

function say(what: string): void {
  process.stderr.write(`${what}\n`);
}
