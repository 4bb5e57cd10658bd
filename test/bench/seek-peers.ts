import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from '../helpers/needs.ts';
import { installPeers } from './install-peers.ts';
import { bytesOfPiece, chunkLength, piecesOf, type SeekShape } from './seek-shape.ts';
import { timed } from './timed.ts';

export type Recordings = {
  /** As `script --log-timing` leaves it. */
  readonly typescript: string;
  readonly timing: string;
  /** Version 2. */
  readonly asciicast: string;
};

export type SeekPeer = {
  readonly who: string;
  readonly version: string;
  /** Seconds for all of it, as quickly as it can. */
  readonly pass: () => Promise<number>;
  /** How many bytes it prints. */
  readonly printed: () => Promise<number>;
};

/** The same output as a recording of a terminal has it, every piece with its moment. */
export function writeRecordings(folder: string, shape: SeekShape): Recordings {
  const [typescript, timing, asciicast] = ['typescript', 'timing', 'asciicast'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const [script, delays, cast] = [typescript, timing, asciicast].map((path) => openSync(path, 'w')) as [
    number,
    number,
    number,
  ];
  writeSync(script, 'Script started\n');
  writeSync(cast, `${JSON.stringify({ version: 2, width: 120, height: 40 })}\n`);
  let before = shape.start;
  for (let step = 1; step <= shape.steps; step += 1) {
    for (const piece of piecesOf(shape, step)) {
      const bytes = bytesOfPiece(piece);
      writeSync(script, bytes);
      writeSync(delays, `${((piece.at - before) / 1_000).toFixed(6)} ${chunkLength}\n`);
      writeSync(
        cast,
        `${JSON.stringify([(piece.at - shape.start) / 1_000, 'o', bytes.toString('latin1')])}\n`,
      );
      before = piece.at;
    }
  }
  for (const file of [script, delays, cast]) closeSync(file);
  return { typescript, timing, asciicast };
}

/** Those that are here, or can be installed. */
export function seekPeers(folder: string, recordings: Recordings): readonly SeekPeer[] {
  installPeers(['scriptreplay', 'asciinema']);
  const { typescript, timing, asciicast } = recordings;
  const commands = {
    // All of its waiting is divided away.
    scriptreplay: (out: string) => `scriptreplay -t ${timing} -O ${typescript} -d 1000000000 > ${out}`,
    // It doesn't begin without a terminal that it could read keys from.
    asciinema: (out: string) => `script -qec 'asciinema cat ${asciicast} > ${out}' /dev/null`,
  };
  return Object.entries(commands).flatMap(([program, textFor]) => {
    const path = pathOf(program);
    if (path === undefined) return [];
    const print = (out: string) =>
      timed({ folder, command: ['sh', '-c', textFor(out)], env: { LC_ALL: 'C.UTF-8' } });
    const file = join(folder, 'printed');
    const printed = async () => {
      await print(file);
      const { size } = statSync(file);
      rmSync(file);
      return size;
    };
    // A terminal, or a disk, would make them slower.
    const pass = async () => (await print('/dev/null')).wall;
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim().split('\n')[0] ?? '';
    return [{ who: program === 'asciinema' ? 'asciinema cat' : program, version, pass, printed }];
  });
}
