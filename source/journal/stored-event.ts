import * as z from 'zod/mini';
import type { RunEvent } from '../run/event.ts';

/**
 * An event as any journal gives it back: keys without a value are gone, and text that is no valid Unicode is
 * mended, since neither JSON nor a database would keep it. Throws where it could not be read back.
 */
export function storable(event: RunEvent): RunEvent {
  return parseStoredEvent(JSON.stringify(event, (_key, value: unknown) => mended(value)));
}

/**
 * Reads an event back. Keys it doesn't know are kept, so that the hash chain can tell them.
 * Throws a ZodError or a SyntaxError where it is not an event.
 */
export function parseStoredEvent(json: string): RunEvent {
  const value: unknown = JSON.parse(json);
  const { type } = typed.parse(value);
  return eventSchemas[type].parse(value);
}

function mended(value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

const text = z.string();
const count = z.int().check(z.nonnegative());
const optional = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.pipe(
    z.optional(schema),
    z.transform((value) => value),
  );
const attemptOf = { step: text, attempt: count };
const actionOf = { ...attemptOf, action: count };

const targetResult = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('exited'), code: z.int() }),
  z.looseObject({ type: z.literal('signalled'), signal: text }),
  z.looseObject({ type: z.literal('timed-out'), after: z.number() }),
  z.looseObject({ type: z.literal('stopped') }),
  z.looseObject({ type: z.literal('refused'), reason: text }),
  z.looseObject({ type: z.literal('failed'), reason: text }),
  z.looseObject({ type: z.literal('lost'), reason: text }),
]);

const fault = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('late'), step: text, by: z.number() }),
  z.looseObject({ type: z.literal('fail'), step: text, always: z.boolean() }),
  z.looseObject({ type: z.literal('lose-host'), host: text }),
]);

const streamDigest = z.looseObject({
  bytes: count,
  sha256: text,
  marks: optional(z.looseObject({ every: count, sha256: z.array(text) })),
});

const outputDigest = z.looseObject({ stdout: streamDigest, stderr: streamDigest });

const eventSchemas = {
  'run.created': z.looseObject({
    type: z.literal('run.created'),
    mode: z.enum(['live', 'rehearsal']),
    planFile: text,
    planText: text,
    planSha256: text,
    schedule: z.looseObject({ start: z.number(), opens: z.number(), closes: z.number(), zone: text }),
    seed: optional(z.number()),
    faults: optional(z.array(fault)),
    tool: z.looseObject({ version: text, node: text }),
    host: text,
    by: text,
  }),
  'session.opened': z.looseObject({
    type: z.literal('session.opened'),
    by: text,
    host: text,
    pid: z.int(),
    sshConfig: optional(text),
  }),
  'session.closed': z.looseObject({ type: z.literal('session.closed'), by: text }),
  'step.started': z.looseObject({
    type: z.literal('step.started'),
    ...attemptOf,
    by: text,
    reason: optional(text),
    missing: z.array(text),
    from: optional(count),
    targets: optional(z.array(text)),
  }),
  'step.done-by-hand': z.looseObject({
    type: z.literal('step.done-by-hand'),
    ...attemptOf,
    reason: text,
    by: text,
  }),
  'action.edited': z.looseObject({
    type: z.literal('action.edited'),
    step: text,
    action: count,
    text,
    diff: text,
    reason: text,
    by: text,
  }),
  'action.started': z.looseObject({ type: z.literal('action.started'), ...actionOf, targets: z.array(text) }),
  'target.launched': z.looseObject({
    type: z.literal('target.launched'),
    ...actionOf,
    target: text,
    hostKey: optional(text),
    pid: optional(z.int()),
    sha256: optional(text),
  }),
  'target.finished': z.looseObject({
    type: z.literal('target.finished'),
    ...actionOf,
    target: text,
    result: targetResult,
    hostKey: optional(text),
    marker: optional(z.looseObject({ name: text, database: text, token: text, at: z.number() })),
    endedAt: optional(z.number()),
    output: optional(outputDigest),
    aside: optional(z.looseObject({ target: text, output: outputDigest })),
  }),
  'stop.requested': z.looseObject({ type: z.literal('stop.requested'), ...attemptOf, by: text }),
  'attempt.finished': z.looseObject({
    type: z.literal('attempt.finished'),
    ...attemptOf,
    outcome: z.enum(['succeeded', 'failed', 'stopped', 'unknown']),
    detail: text,
  }),
  'attempt.settled': z.looseObject({
    type: z.literal('attempt.settled'),
    ...attemptOf,
    outcome: z.enum(['succeeded', 'failed']),
    reason: text,
    by: text,
  }),
  'attempt.reattached': z.looseObject({ type: z.literal('attempt.reattached'), ...attemptOf, by: text }),
  'step.skipped': z.looseObject({ type: z.literal('step.skipped'), step: text, reason: text, by: text }),
  'item.answered': z.looseObject({
    type: z.literal('item.answered'),
    step: text,
    item: count,
    answer: z.enum(['passed', 'failed', 'not-applicable']),
    note: optional(text),
    by: text,
  }),
  'check.started': z.looseObject({
    type: z.literal('check.started'),
    ...attemptOf,
    item: count,
    check: count,
    targets: z.array(text),
    by: text,
  }),
  'check.finished': z.looseObject({
    type: z.literal('check.finished'),
    ...attemptOf,
    item: count,
    check: count,
    results: z.array(
      z.looseObject({
        target: text,
        result: targetResult,
        took: z.number(),
        line: optional(text),
        output: optional(outputDigest),
      }),
    ),
  }),
  'step.confirmed': z.looseObject({
    type: z.literal('step.confirmed'),
    step: text,
    role: text,
    by: text,
    level: z.literal('word'),
  }),
  'vote.cast': z.looseObject({
    type: z.literal('vote.cast'),
    step: text,
    role: text,
    verdict: z.enum(['go', 'no-go']),
    by: text,
    level: z.literal('word'),
  }),
  'note.added': z.looseObject({ type: z.literal('note.added'), step: optional(text), text, by: text }),
  'host.excluded': z.looseObject({ type: z.literal('host.excluded'), host: text, reason: text, by: text }),
  'host.included': z.looseObject({ type: z.literal('host.included'), host: text, reason: text, by: text }),
  'hold.called': z.looseObject({ type: z.literal('hold.called'), reason: text, by: text }),
  'run.recycled': z.looseObject({
    type: z.literal('run.recycled'),
    to: text,
    steps: z.array(text),
    setBack: z.number(),
    reason: text,
    by: text,
  }),
  'hold.released': z.looseObject({ type: z.literal('hold.released'), by: text }),
  'shell.opened': z.looseObject({
    type: z.literal('shell.opened'),
    step: optional(text),
    host: text,
    by: text,
  }),
  'shell.closed': z.looseObject({
    type: z.literal('shell.closed'),
    step: optional(text),
    host: text,
    after: z.number(),
    by: text,
  }),
  'fallback.called': z.looseObject({
    type: z.literal('fallback.called'),
    reason: text,
    by: text,
    step: optional(text),
  }),
  'run.ended': z.looseObject({
    type: z.literal('run.ended'),
    outcome: z.enum(['go', 'go-with-failures', 'fell-back', 'fell-back-with-failures', 'aborted']),
    reason: optional(text),
    by: text,
  }),
  'record.signed': z.looseObject({
    type: z.literal('record.signed'),
    seq: count,
    hash: text,
    key: text,
    signature: text,
    by: text,
  }),
} satisfies { readonly [T in RunEvent['type']]: z.ZodMiniType<Extract<RunEvent, { type: T }>> };

/** All that can be read back. */
export const eventTypes = Object.keys(eventSchemas) as readonly RunEvent['type'][];

const typed = z.object({ type: z.enum(eventTypes) });
