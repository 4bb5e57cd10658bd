import type { Plan } from '../plan.ts';
import type { Problem } from '../problem.ts';
import { createProblemList, type Finding } from '../problem-list.ts';
import type { Usuals } from '../usual.ts';
import { findChangingChecks } from './changing-checks.ts';
import { findMissingDecisions, findUncheckedDecisions } from './decisions.ts';
import { findLongGaps } from './gaps.ts';
import { findHolds } from './holds.ts';
import { findIdleHosts } from './idle-hosts.ts';
import { type Look, lookAt } from './look.ts';
import { findMaintenance } from './maintenance.ts';
import { findMarkers } from './markers.ts';
import { findOffsets } from './offsets.ts';
import { findOverlaps } from './overlaps.ts';
import { findPlaceholders } from './placeholders.ts';
import { findSecrets } from './secrets.ts';
import { findUndoes } from './undoes.ts';
import { findUnrestoredHosts } from './unrestored-hosts.ts';
import { findVotes } from './votes.ts';
import { findLateDecisions, findLongFallback } from './way-back-time.ts';
import { findLateSteps } from './window-end.ts';

/** Each names what it finds; none of it makes a plan invalid. */
const lints: readonly ((look: Look) => readonly Finding[])[] = [
  findOffsets,
  findOverlaps,
  findPlaceholders,
  findMissingDecisions,
  findUncheckedDecisions,
  findLongFallback,
  findLateDecisions,
  findVotes,
  findMarkers,
  findUndoes,
  findMaintenance,
  findIdleHosts,
  findSecrets,
  findUnrestoredHosts,
  findLongGaps,
  findHolds,
  findChangingChecks,
  findLateSteps,
];

/**
 * What is probably wrong in a plan that can be read: warnings in the order of the text, each with its place, its
 * reason and how to mend it.
 * @param options.text what the plan was read from
 * @param options.usuals how long its steps took before, by step id
 */
export function lintPlan(options: {
  readonly plan: Plan;
  readonly text: string;
  readonly usuals?: Usuals | undefined;
}): readonly Problem[] {
  const look = lookAt(options);
  const problems = createProblemList(look.text);
  for (const find of lints) for (const finding of find(look)) problems.warning(finding);
  return problems.all();
}
