import { createLineCounter } from '../journal/line-count.ts';
import type { OutputReader } from '../journal/output-reader.ts';
import type { LogChunk, LogPlace } from './log-book.ts';
import { extendLead, type Lead, type LogPiece, noLead, type OpenLine } from './log-piece.ts';
import { createQueue, type Queue } from './log-queue.ts';
import { openLinesOf } from './open-lines.ts';
import { attemptBegin } from './stored-log.ts';

/** The newest output of a run in memory; whatever is older stands in the journal. */
export type LogTail = {
  readonly append: (chunk: LogChunk) => void;
  /** So many more of these are in the journal. */
  readonly stored: (chunks: number) => void;
  /** Of a step, or of one target of it, oldest first. */
  readonly pieces: (place: LogPlace) => Queue<LogPiece>;
  readonly step: (step: string) => StepTail;
  /** In the order of their first piece. */
  readonly steps: () => readonly string[];
};

export type StepTail = {
  /** How many lines are finished. */
  readonly finished: number;
  readonly lastAt: number | undefined;
  /** In the order of their first piece. */
  readonly targets: ReadonlyMap<string, TargetTail>;
};

export type TargetTail = {
  readonly attempt: number;
  readonly action: number;
  readonly finished: number;
  readonly lastAt: number;
  /** Number of the first line of its latest attempt. */
  readonly from: number;
  readonly leads: ReadonlyMap<LogChunk['stream'], Lead>;
};

/** `reader`: what the journal had before. `limit`: bytes kept, of all steps together; what is in no journal stays. */
export function createLogTail(reader: OutputReader | undefined, limit: number): LogTail {
  const order = createQueue<LogPiece & Weighed>();
  const views = new Map<string, Queue<LogPiece>>();
  const steps = new Map<string, Growing>();
  const earlier = reader?.steps().map(({ name }) => name) ?? [];
  const count = createLineCounter({
    step: (step) => stepOf(step).finished,
    target: (step, target) => reader?.atOrBefore({ step, target }),
  });
  let weight = 0;
  /** How many of the newest are in memory alone. */
  let waiting = 0;

  function stepOf(step: string): Growing {
    const found = steps.get(step) ?? storedStep(reader, step);
    steps.set(step, found);
    return found;
  }

  function viewOf({ step, target }: LogPlace): Queue<LogPiece> {
    const key = target === undefined ? step : `${step}\0${target}`;
    const found = views.get(key) ?? createQueue<LogPiece>();
    views.set(key, found);
    return found;
  }

  function makeRoom(): void {
    while (weight > limit && order.length() > Math.max(1, waiting)) {
      const oldest = order.shift();
      if (oldest === undefined) return;
      weight -= oldest.weight;
      viewOf({ step: oldest.step }).shift();
      viewOf(oldest).shift();
    }
  }

  function append(chunk: LogChunk): void {
    const { step, target, attempt, stream, at, bytes, action } = chunk;
    const own = stepOf(step);
    const before = own.targets.get(target);
    const numbers = count(chunk);
    const goesOn = before?.attempt === attempt && before.action === action;
    const closed = goesOn || before === undefined ? [] : openLines(target, before);
    const leads = new Map(goesOn ? before.leads : []);
    const lead = leads.get(stream) ?? noLead;
    leads.set(stream, extendLead(lead, bytes, at));
    const from = before?.attempt === attempt ? before.from : numbers.targetLine + numbers.closes;
    const finished = numbers.targetLine + numbers.lines;
    own.targets.set(target, { attempt, action, finished, lastAt: at, from, leads });
    own.finished = numbers.line + numbers.lines;
    own.lastAt = at;
    const piece = {
      ...{ step, target, attempt, action, stream, at },
      ...numbers,
      bytes: () => bytes,
      lead: () => lead,
      closed: () => closed,
      weight: bytes.length + lead.bytes.length + pieceWeight,
    };
    order.push(piece);
    viewOf({ step }).push(piece);
    viewOf({ step, target }).push(piece);
    weight += piece.weight;
    waiting += 1;
    makeRoom();
  }

  return {
    append,
    stored: (chunks) => {
      waiting -= chunks;
      makeRoom();
    },
    pieces: viewOf,
    step: stepOf,
    steps: () => {
      const written = [...steps].flatMap(([step, { targets }]) => (targets.size > 0 ? [step] : []));
      return [...new Set([...earlier, ...written])];
    },
  };
}

/** The lines that a target is in the middle of. */
export function openLines(target: string, { attempt, leads }: TargetTail): readonly OpenLine[] {
  return streams.flatMap((stream) => {
    const lead = leads.get(stream);
    return lead?.openAt === undefined ? [] : [{ attempt, target, stream, lead }];
  });
}

type Growing = {
  finished: number;
  lastAt: number | undefined;
  readonly targets: Map<string, TargetTail>;
};

type Weighed = { readonly weight: number };

/** A step as an earlier session left it. */
function storedStep(reader: OutputReader | undefined, step: string): Growing {
  const last = reader?.atOrBefore({ step });
  if (reader === undefined || last === undefined) {
    return { finished: 0, lastAt: undefined, targets: new Map() };
  }
  const targets = reader.targets(step).flatMap(({ name }) => {
    const tail = storedTarget(reader, { step, target: name });
    return tail === undefined ? [] : [[name, tail] as const];
  });
  return { finished: last.line + last.lines, lastAt: last.at, targets: new Map(targets) };
}

function storedTarget(
  reader: OutputReader,
  place: { readonly step: string; readonly target: string },
): TargetTail | undefined {
  const last = reader.atOrBefore(place);
  if (last === undefined) return undefined;
  const open = openLinesOf(reader, place, last.id);
  return {
    attempt: last.attempt,
    action: last.action,
    finished: last.targetLine + last.lines,
    lastAt: last.at,
    from: attemptBegin(reader, place, last),
    leads: new Map(open.map(({ stream, lead }) => [stream, lead])),
  };
}

const streams = ['stdout', 'stderr'] as const;
/** What a piece costs besides its bytes. */
const pieceWeight = 400;
