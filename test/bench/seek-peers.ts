import { execFileSync } from 'node:child_process';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
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
  /** All of it, as quickly as it can: seconds, and how many bytes it printed. */
  readonly pass: () => Promise<{ readonly seconds: number; readonly size: number }>;
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
  const printed = join(folder, 'printed');
  // Into a file: a terminal would make them slower.
  const commands = {
    // All of its waiting is divided away.
    scriptreplay: `scriptreplay -t ${timing} -O ${typescript} -d 1000000000 > ${printed}`,
    // It doesn't begin without a terminal that it could read keys from.
    asciinema: `script -qec 'asciinema cat ${asciicast} > ${printed}' /dev/null`,
  };
  return Object.entries(commands).flatMap(([program, text]) => {
    const path = pathOf(program);
    if (path === undefined) return [];
    const pass = async () => {
      const { wall } = await timed({ folder, command: ['sh', '-c', text], env: { LC_ALL: 'C.UTF-8' } });
      return { seconds: wall, size: statSync(printed).size };
    };
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' }).trim().split('\n')[0] ?? '';
    return [{ who: program === 'asciinema' ? 'asciinema cat' : program, version, pass }];
  });
}
