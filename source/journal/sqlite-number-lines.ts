import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod/mini';
import { createLineCounter } from './line-count.ts';

/** Fills in how long the pieces of output are that were written before lines were numbered, and their numbers. */
export function numberLines(database: DatabaseSync): void {
  const next = database.prepare(
    'SELECT id, run, step, attempt, action, target, stream, bytes FROM output WHERE id > ? ORDER BY id LIMIT 1',
  );
  const update = database.prepare(
    'UPDATE output SET length = ?, lines = ?, closes = ?, line = ?, target_line = ?, open = ? WHERE id = ?',
  );
  const counters = new Map<string, ReturnType<typeof createLineCounter>>();
  for (let row = next.get(-1); row !== undefined; ) {
    const { id, run, ...chunk } = outputRow.parse(row);
    const count = counters.get(run) ?? createLineCounter({ step: () => 0, target: () => undefined });
    counters.set(run, count);
    const { lines, closes, line, targetLine, open } = count(chunk);
    update.run(chunk.bytes.length, lines, closes, line, targetLine, open, id);
    row = next.get(id);
  }
}

const outputRow = z.object({
  id: z.int(),
  run: z.string(),
  step: z.string(),
  attempt: z.int(),
  action: z.int(),
  target: z.string(),
  stream: z.enum(['stdout', 'stderr']),
  bytes: z.instanceof(Uint8Array),
});
