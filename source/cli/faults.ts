import { parseDuration } from '../plan/duration.ts';
import { allActionsOf, type Plan, type Step, stepsOf } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import { suggestion } from '../plan/suggest.ts';
import type { Fault } from '../run/fault.ts';
import { findStep } from '../run/select.ts';
import { canFail } from '../session/rehearsal-faults.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';

/** As given at the command line; each may be given several times. */
export type FaultOptions = {
  /** `backup=+25m` */
  readonly late?: readonly string[] | undefined;
  /** `deploy-head`, `deploy-head=always` */
  readonly fail?: readonly string[] | undefined;
  /** `sakaiprod4` */
  readonly loseHost?: readonly string[] | undefined;
};

/** What is to go wrong in a rehearsal of this plan. Throws a CommandError where it makes no sense. */
export function faultsOf(
  plan: Plan,
  { late = [], fail = [], loseHost = [] }: FaultOptions,
): readonly Fault[] {
  return [
    ...late.map((text) => lateFault(plan, text)),
    ...fail.map((text) => failFault(plan, text)),
    ...loseHost.map((text) => hostFault(plan, text)),
  ];
}

function lateFault(plan: Plan, text: string): Fault {
  const [name, value] = halves(text);
  const step = stepNamed(plan, name, `--late ${text}`);
  const by = parseDuration((value ?? '').replace(/^\+/, ''));
  if (by === undefined || by === 0)
    throw wrong(`--late ${text}`, 'give a step and how much longer it takes, as backup=+25m');
  if (step.hold || (step.actions.length === 0 && !canFail(step) && step.confirm.length === 0)) {
    throw wrong(`--late ${text}`, `${step.id} has nothing that could take longer`);
  }
  return { type: 'late', step: step.id, by };
}

function failFault(plan: Plan, text: string): Fault {
  const [name, value] = halves(text);
  const step = stepNamed(plan, name, `--fail ${text}`);
  if (value !== undefined && value !== 'always') {
    throw wrong(`--fail ${text}`, `give ${name} (its first attempt fails) or ${name}=always`);
  }
  if (!canFail(step)) {
    throw wrong(`--fail ${text}`, `${step.id} has no action, no checklist and no decision that could fail`);
  }
  return { type: 'fail', step: step.id, always: value === 'always' };
}

function hostFault({ hosts, timelines }: Plan, host: string): Fault {
  const usage = `--lose-host ${host}`;
  if (!hosts.includes(host)) {
    throw wrong(usage, `no host ${host} in this plan; ${suggestion(host, hosts) ?? 'it has none'}`);
  }
  const isUsed = timelines.some(({ steps }) =>
    steps.some((step) => allActionsOf(step).some(({ on }) => on.type === 'hosts' && on.hosts.includes(host))),
  );
  if (!isUsed) throw wrong(usage, 'nothing of this plan runs there');
  return { type: 'lose-host', host };
}

function stepNamed(plan: Plan, name: string, usage: string): Step {
  const step = findStep({ plan }, name);
  if (step !== undefined) return step;
  const ids = stepsOf(plan).map(({ id }) => id);
  throw wrong(usage, `no step ${name} in this plan; ${suggestion(name, ids) ?? 'it has none'}`);
}

/** Ids have no equals sign. */
function halves(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function wrong(usage: string, message: string): CommandError {
  return new CommandError(exitCodes.usage, safeLine(`${usage}: ${message}`));
}
