import type { Action, Step } from '../plan.ts';
import type { Finding } from '../problem-list.ts';
import { suggestion } from '../suggest.ts';
import { awaitedBy } from './dependencies.ts';
import type { Look } from './look.ts';

type Marking = { readonly step: Step; readonly action: Action; readonly name: string };

/** Markers that are checked where this run can't have set them: such a check always fails. */
export function findMarkers(look: Look): readonly Finding[] {
  const all = look.steps.flatMap((step) =>
    step.actions.flatMap((action) =>
      action.marker === undefined ? [] : [{ step, action, ...action.marker }],
    ),
  );
  const sets = all.filter(({ verb }) => verb === 'set');
  return all
    .filter(({ verb }) => verb === 'check')
    .flatMap((check) => {
      const own = sets.filter(({ name }) => name === check.name);
      if (own.some((set) => isEarlier(set, check, look))) return [];
      const later = own[0]?.step;
      const names = [...new Set(sets.map(({ name }) => name))];
      const mend =
        later === undefined
          ? (suggestion(check.name, names) ?? `put \`set ${check.name}\` into an earlier step`)
          : 'set it in a step that has ended by then';
      return [
        {
          ...look.places.line(check.action.line + 1),
          message:
            later === undefined
              ? `nothing sets the marker \`${check.name}\``
              : `the marker \`${check.name}\` isn't set by then: \`${later.id}\` sets it (line ${later.line})`,
          mend,
        },
      ];
    });
}

function isEarlier(set: Marking, check: Marking, { plan }: Look): boolean {
  if (set.step === check.step) return set.action.index < check.action.index;
  const [from, to] = [set.step.timeline, check.step.timeline];
  if (from !== to) return from === 'preparation' || to === 'fallback';
  if (set.step.offset === undefined || check.step.offset === undefined) {
    return set.step.number < check.step.number;
  }
  return set.step.offset < check.step.offset || awaitedBy(plan, check.step).has(set.step.id);
}
