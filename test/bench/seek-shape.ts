/** What a recorded run looks like: steps one after the other, each on all hosts, all of them printing evenly. */
export type SeekShape = {
  /** Epoch milliseconds: S. */
  readonly start: number;
  readonly steps: number;
  readonly hosts: number;
  /** Of each host in each step. */
  readonly chunks: number;
};

/** One piece of output, by its place. Everything counts from 1. */
export type Piece = {
  readonly step: number;
  readonly host: number;
  readonly chunk: number;
  readonly at: number;
};

export const minutesPerStep = 6;
export const linesPerChunk = 640;
const lineLength = 100;
export const chunkLength = linesPerChunk * lineLength;

const stepMs = minutesPerStep * 60_000;
/** Nothing comes at the very second that a person would type. */
const firstAfter = 1_137;
const quietAtEnd = 8_000;

export function shapeOf(bytes: number, start: number): SeekShape {
  const [steps, hosts] = [10, 20];
  return { start, steps, hosts, chunks: Math.max(2, Math.round(bytes / (steps * hosts * chunkLength))) };
}

export function panesOf({ steps, hosts }: SeekShape): number {
  return steps * hosts;
}

export function bytesOf(shape: SeekShape): number {
  return panesOf(shape) * shape.chunks * chunkLength;
}

export function stepId(step: number): string {
  return `copy${step}`;
}

export function hostName(host: number): string {
  return `n${host}`;
}

export function stepStart({ start }: SeekShape, step: number): number {
  return start + (step - 1) * stepMs;
}

/** All of a step, in the order of their times. */
export function* piecesOf(shape: SeekShape, step: number): Generator<Piece> {
  for (let chunk = 1; chunk <= shape.chunks; chunk += 1)
    for (let host = 1; host <= shape.hosts; host += 1)
      yield { step, host, chunk, at: timeOf(shape, { step, host, chunk }) };
}

/** The newest piece of a step at a moment, or of one host in it. */
export function newestAt(shape: SeekShape, at: number, host?: number): Piece {
  const step = Math.floor((at - shape.start) / stepMs) + 1;
  const hosts = host === undefined ? Array.from({ length: shape.hosts }, (_, index) => index + 1) : [host];
  const newest = hosts
    .map((each) => {
      const first = timeOf(shape, { step, host: each, chunk: 1 });
      const chunk = Math.min(shape.chunks, Math.floor((at - first) / every(shape)) + 1);
      return { step, host: each, chunk, at: timeOf(shape, { step, host: each, chunk }) };
    })
    .sort((a, b) => b.at - a.at)[0];
  if (newest === undefined) throw new Error('a step without hosts');
  return newest;
}

/** Moments at full seconds when every host of a step has printed; the same ones for everybody. */
export function momentsOf(shape: SeekShape, count: number): readonly number[] {
  let state = 42;
  const random = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const earliest = Math.ceil((firstAfter + every(shape)) / 1_000);
  return Array.from({ length: count }, () => {
    const step = random(shape.steps) + 1;
    const second = earliest + random(stepMs / 1_000 - earliest - 1);
    return stepStart(shape, step) + second * 1_000;
  });
}

/** How the last line of a piece begins: nobody else's does. */
export function lastLineOf(piece: Piece): string {
  return lineStart(piece, linesPerChunk);
}

export function bytesOfPiece(piece: Piece): Buffer {
  const bytes = Buffer.from(template);
  for (let line = 0; line < linesPerChunk; line += 1)
    bytes.write(lineStart(piece, line + 1), line * lineLength, 'latin1');
  return bytes;
}

function lineStart({ step, host, chunk }: Piece, line: number): string {
  const number = (value: number, digits: number) => String(value).padStart(digits, '0');
  return `${number(step, 2)}/${number(host, 2)}/${number(chunk, 4)}/${number(line, 3)} `;
}

const template = Buffer.from(
  `${'copied /srv/release/lib/part.jar to the other nodes'.padStart(70).padEnd(lineLength - 1, '.')}\n`.repeat(
    linesPerChunk,
  ),
);

function timeOf(shape: SeekShape, { step, host, chunk }: Omit<Piece, 'at'>): number {
  const between = Math.floor((host - 1) * (every(shape) / shape.hosts));
  return stepStart(shape, step) + firstAfter + (chunk - 1) * every(shape) + between;
}

function every({ chunks }: SeekShape): number {
  return Math.floor((stepMs - firstAfter - quietAtEnd) / chunks);
}
