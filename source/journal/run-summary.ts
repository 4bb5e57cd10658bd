import { basename } from 'node:path';
import { parseDocument } from 'yaml';
import type { RunSummary, StoredEvent } from './journal.ts';

/** One run in the list of runs, from its first event, its `run.ended` and the seq of its last. */
export function summarise(facts: {
  readonly first: StoredEvent;
  readonly end: StoredEvent | undefined;
  readonly version: number;
}): RunSummary | undefined {
  const { first, end, version } = facts;
  if (first.event.type !== 'run.created') return undefined;
  return {
    run: first.run,
    mode: first.event.mode,
    title: titleOf(first.event.planText) ?? basename(first.event.planFile),
    planFile: first.event.planFile,
    createdAt: first.wall,
    endedAt: end?.wall,
    outcome: end?.event.type === 'run.ended' ? end.event.outcome : undefined,
    version,
  };
}

function titleOf(planText: string): string | undefined {
  const frontMatter = /^---\r?\n([\s\S]*?)\r?\n---/.exec(planText)?.[1];
  if (frontMatter === undefined) return undefined;
  const title: unknown = parseDocument(frontMatter, { logLevel: 'silent' }).get('title');
  return typeof title === 'string' ? title : undefined;
}
