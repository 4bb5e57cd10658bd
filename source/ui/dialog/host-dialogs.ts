import { type Step, targetsOf } from '../../plan/plan.ts';
import type { Command } from '../../run/command.ts';
import type { Attempt } from '../../run/state.ts';
import { isOk } from '../../run/target-result.ts';
import { stepState } from '../../run/timing.ts';
import { foldTargets, nameOf } from '../../run/words.ts';
import type { Asker, StepAsker } from './asker.ts';
import type { DialogSpec } from './dialog.ts';
import { reasonStage } from './step-dialogs.ts';
import { whichHost } from './which-host.ts';

/** The hosts a step runs on, without this machine. */
export function stepHosts({ actions }: Step): readonly string[] {
  return [...new Set(actions.flatMap(({ on }) => (on.type === 'hosts' ? targetsOf(on) : [])))];
}

/** Nothing more runs on a host from now on; the same key takes it in again. */
export function leaveOutDialog(
  { state, identity, step, own }: StepAsker,
  { target, open }: Omit<Looked, 'step'>,
): DialogSpec {
  const by = identity.person;
  const hosts = stepHosts(step);
  const results = own.attempts.at(-1)?.targets ?? {};
  const bad = hosts.filter((host) => host in results && !isOk(results[host]) && !isOut(state, host));
  const failed = failedOf(results);
  const named = target !== undefined && hosts.includes(target) ? [target] : hosts;
  const label = (host: string): string => (isOut(state, host) ? `${host}: take it in again` : host);
  return {
    title:
      named.length > 1 ? `Leave a host out: ${nameOf(step)}` : `${verb(state, named[0] ?? '')}: ${named[0]}`,
    danger: true,
    step: step.id,
    body: (now) => [
      'Nothing more runs on a host that is left out, in no step of this run, until it is taken in again. What runs there now goes on.',
      ...outWords(now),
    ],
    next: (answers, now) => {
      const which = whichHost({ hosts: named, first: bad, failed, open, all: bad, label }, answers);
      if (which.type === 'ask') return which.stage;
      const [host = ''] = which.hosts;
      const [reason] = which.rest;
      if (reason === undefined)
        return reasonStage(
          isOut(now.state, host)
            ? `Why is ${host} taken in again?`
            : `Why is ${foldTargets(which.hosts)} left out?`,
        );
      const [command, ...also] = which.hosts.map((name): Command => {
        const type = isOut(now.state, name) ? 'include' : 'exclude';
        return { type, host: name, reason, by };
      });
      if (command === undefined) return { type: 'close' };
      return { type: 'send', command, also, after: own.status === 'failed' ? 'retry' : undefined };
    },
  };
}

function verb(state: Asker['state'], host: string): string {
  return isOut(state, host) ? 'Take in again' : 'Leave out';
}

function isOut({ excluded }: Asker['state'], host: string): boolean {
  return Object.hasOwn(excluded, host);
}

function outWords({ state }: Asker): readonly string[] {
  return Object.entries(state.excluded).map(
    ([host, { by, reason }]) => `${host} is left out by ${by}: ${reason}`,
  );
}

/** Where the person is looking: a step, and the host whose log is shown. */
export type Looked = {
  readonly step: Step | undefined;
  readonly target?: string | undefined;
  /** The host whose log is on the screen without having been chosen. */
  readonly open?: string | undefined;
};

/** Where a shell may be opened from here: the shown host, else the step's, else any of the plan. */
export function shellHosts({ state }: Asker, { step, target }: Looked): readonly string[] {
  const known = [...state.plan.hosts, 'local'];
  if (target !== undefined && known.includes(target)) return [target];
  const own = step === undefined ? [] : placesOf(step);
  return own.length > 0 ? own : known;
}

/** Where somebody is most likely to look: what did not end well, or has not ended. */
function badHosts(asker: Asker, looked: Looked): readonly string[] {
  const { step } = looked;
  if (step === undefined) return [];
  const results = resultsOf(asker, looked);
  return stepHosts(step).filter((host) => host in results && !isOk(results[host]));
}

function resultsOf({ state }: Asker, { step }: Looked): Attempt['targets'] {
  return step === undefined ? {} : (stepState(state, step.id).attempts.at(-1)?.targets ?? {});
}

/** What still runs has not failed. */
function failedOf(results: Attempt['targets']): readonly string[] {
  return Object.keys(results).filter((host) => results[host] !== undefined && !isOk(results[host]));
}

function placesOf(step: Step): readonly string[] {
  const local = step.actions.some(({ on }) => on.type === 'local') ? ['local'] : [];
  return [...stepHosts(step), ...local];
}

/** A way to a host by hand: gonogo stands aside, and the run goes on. */
export function shellDialog(asker: Asker, looked: Looked): DialogSpec {
  const hosts = shellHosts(asker, looked);
  const [only] = hosts;
  const named = hosts.length === 1 && only !== undefined ? ` ${placeName(only)}` : '';
  return {
    title: `A shell${named}`,
    danger: true,
    step: looked.step?.id,
    body: () => [
      'This terminal is handed over: gonogo asks nothing and shows nothing until you leave the shell (exit).',
      'What you do there is not recorded, only that it was open, by whom and how long. What runs goes on.',
    ],
    next: (answers) => {
      const first = badHosts(asker, looked);
      const failed = failedOf(resultsOf(asker, looked));
      const question = { hosts, first, failed, open: looked.open, all: [], label: placeName };
      const which = whichHost(question, answers);
      if (which.type === 'ask') return which.stage;
      const [host = 'local'] = which.hosts;
      if (which.rest[0] !== undefined) return { type: 'shell', step: looked.step?.id, host };
      return { type: 'key', ask: `Press y to open a shell ${placeName(host)}, esc to stay`, keys: ['y'] };
    },
  };
}

/** `on web1`, `on this machine` */
export function placeName(host: string): string {
  return host === 'local' ? 'on this machine' : `on ${host}`;
}
