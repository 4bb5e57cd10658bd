import { createHash } from 'node:crypto';
import type { Journal, NewEvent, OutputChunk } from '../../source/journal/journal.ts';
import { openSqliteJournal } from '../../source/journal/sqlite-journal.ts';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import type { Plan } from '../../source/plan/plan.ts';
import type { RunEvent } from '../../source/run/event.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { createRun, scheduleFor } from '../../source/session/create-run.ts';
import {
  bytesOfPiece,
  chunkLength,
  hostName,
  minutesPerStep,
  piecesOf,
  type SeekShape,
  stepId,
  stepStart,
} from './seek-shape.ts';

/** Bytes that go into the journal at once. */
const batchBytes = 4 << 20;

/** Writes a run of this shape through the journal's own port, as a live one would have left it. Gives its id. */
export async function makeSeekRun(file: string, shape: SeekShape): Promise<string> {
  const journal = await openSqliteJournal({ file });
  try {
    const { plan, text } = planOf(shape);
    const created = await createRun({
      journal,
      plan,
      planText: text,
      planSha256: createHash('sha256').update(text).digest('hex'),
      mode: 'live',
      schedule: scheduleFor(plan),
      seed: undefined,
      by: 'Bench',
      host: 'here',
      tool: { version: '0.0.0', node: process.versions.node },
      clock: createManualClock(shape.start - 60_000),
    });
    let version = 1;
    for (let step = 1; step <= shape.steps; step += 1) {
      version = await appendAll({ journal, run: created.run, version, events: beginning(shape, step) });
      await appendPieces({ journal, run: created.run, shape, step });
      version = await appendAll({ journal, run: created.run, version, events: ending(shape, step) });
    }
    const ended: RunEvent = { type: 'run.ended', outcome: 'go', reason: undefined, by: 'Bench' };
    const at = stepStart(shape, shape.steps + 1);
    await appendAll({ journal, run: created.run, version, events: [{ at, event: ended }] });
    return created.run;
  } finally {
    await journal.close();
  }
}

type Append = {
  readonly journal: Journal;
  readonly run: string;
  readonly version: number;
  readonly events: readonly NewEvent[];
};

async function appendAll({ journal, run, version, events }: Append): Promise<number> {
  const result = await journal.append(run, version, events);
  if (result.type === 'conflict') throw new Error('somebody else writes this journal');
  return version + events.length;
}

type Pieces = {
  readonly journal: Journal;
  readonly run: string;
  readonly shape: SeekShape;
  readonly step: number;
};

async function appendPieces({ journal, run, shape, step }: Pieces): Promise<void> {
  let batch: OutputChunk[] = [];
  for (const piece of piecesOf(shape, step)) {
    const place = { step: stepId(step), attempt: 1, action: 0, target: hostName(piece.host) };
    batch.push({ ...place, stream: 'stdout', at: piece.at, bytes: bytesOfPiece(piece) });
    if (batch.length * chunkLength < batchBytes) continue;
    await journal.appendOutput(run, batch);
    batch = [];
  }
  if (batch.length > 0) await journal.appendOutput(run, batch);
}

function beginning(shape: SeekShape, step: number): readonly NewEvent[] {
  const of = { step: stepId(step), attempt: 1 };
  const at = stepStart(shape, step);
  const targets = hostsOf(shape);
  const events: readonly RunEvent[] = [
    { type: 'step.started', ...of, by: 'Bench', reason: undefined, missing: [] },
    { type: 'action.started', ...of, action: 0, targets },
    ...targets.map(
      (target): RunEvent => ({
        type: 'target.launched',
        ...of,
        action: 0,
        target,
        hostKey: undefined,
        pid: 1,
        sha256: undefined,
      }),
    ),
  ];
  return events.map((event) => ({ at, event }));
}

function ending(shape: SeekShape, step: number): readonly NewEvent[] {
  const of = { step: stepId(step), attempt: 1 };
  const at = stepStart(shape, step + 1) - 500;
  const events: readonly RunEvent[] = [
    ...hostsOf(shape).map(
      (target): RunEvent => ({
        type: 'target.finished',
        ...of,
        action: 0,
        target,
        result: { type: 'exited', code: 0 },
        hostKey: undefined,
        marker: undefined,
      }),
    ),
    { type: 'attempt.finished', ...of, outcome: 'succeeded', detail: '' },
  ];
  return events.map((event) => ({ at, event }));
}

function hostsOf({ hosts }: SeekShape): readonly string[] {
  return Array.from({ length: hosts }, (_, index) => hostName(index + 1));
}

function planOf(shape: SeekShape): { readonly plan: Plan; readonly text: string } {
  const iso = new Date(shape.start).toISOString();
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 16)];
  const steps = Array.from({ length: shape.steps }, (_, index) => {
    const after = index === 0 ? '' : ` after=${stepId(index)}`;
    return `- (S + ${index * minutesPerStep}m Ops) Copy ${index + 1} {#${stepId(index + 1)}${after}}\n\n  \`\`\`sh on=@all\n  copy\n  \`\`\`\n`;
  });
  const header = `title: Benchmark\nwindow: ${day} ${time} - 23:00 UTC\nstart: window\nroles:\n  ops: Bench\nhosts:\n  all: "n[1-${shape.hosts}]"\n`;
  const text = `---\n${header}---\n\n# Benchmark\n\n## During the window\n\n${steps.join('\n')}`;
  const result = parsePlan({ text, file: 'plan.md' });
  if (result.type === 'invalid') throw new Error(`the benchmark's plan: ${JSON.stringify(result.problems)}`);
  return { plan: result.plan, text };
}
