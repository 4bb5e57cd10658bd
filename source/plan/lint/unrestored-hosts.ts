import { onlyLooks } from '../action-nature.ts';
import type { Step } from '../plan.ts';
import type { Finding } from '../problem-list.ts';
import { shown } from './idle-hosts.ts';
import type { Look } from './look.ts';
import { changesSomething, isCheck, leavesTraces } from './nature.ts';

/**
 * Hosts that the main timeline changes, and that the fallback leaves alone. A fallback that reaches no host at all
 * is done by hand, and a host that one of its steps names in its words is not forgotten.
 */
export function findUnrestoredHosts({ steps, places }: Look): readonly Finding[] {
  const fallback = steps.filter(({ timeline }) => timeline === 'fallback');
  const back = new Set(fallback.flatMap((step) => hostActions(step).flatMap(({ hosts }) => hosts)));
  if (back.size === 0) return [];
  const words = fallback.flatMap(({ title, instructions }) => [title, ...instructions]).join('\n');
  const told = new Set<string>();
  const changing = steps.filter(
    (step) =>
      step.timeline === 'main' && !step.noReturn && !isCheck(step) && !isUndoneElsewhere(step, fallback),
  );
  const stopping = changing.filter((step) => !leavesTraces(step));
  // A deployment says better what is lost than the stop before it.
  return [...changing.filter(leavesTraces), ...stopping].flatMap((step) =>
    hostActions(step).flatMap(({ action, hosts }) => {
      if (!changesSomething(action)) return [];
      const lost = hosts.filter((host) => !back.has(host) && !told.has(host) && !words.includes(host));
      for (const host of lost) told.add(host);
      if (lost.length === 0) return [];
      return [
        {
          ...places.action(action),
          message: `${shown(lost)}: changed here, and no step of the fallback touches ${lost.length === 1 ? 'it' : 'them'}`,
          mend: 'take back what happens there, too, in a step of the fallback',
        },
      ];
    }),
  );
}

/** The way back of a switch may well run on the other side of it. */
function isUndoneElsewhere(step: Step, fallback: readonly Step[]): boolean {
  const undoing = fallback.filter(({ undoes }) => undoes.includes(step.id));
  const hosts = new Set(undoing.flatMap((back) => hostActions(back).flatMap((action) => action.hosts)));
  return undoing.length > 0 && !hostActions(step).some((own) => own.hosts.some((host) => hosts.has(host)));
}

function hostActions({ actions }: Step) {
  return actions.flatMap((action) =>
    action.on.type === 'hosts' && !onlyLooks(action) ? [{ action, hosts: action.on.hosts }] : [],
  );
}
