import { readFileSync } from 'node:fs';
import { LEFT } from '../../source/execute/executor.ts';
import { createWorld } from '../../source/execute/world.ts';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import { type Plan, type Step, targetsOf } from '../../source/plan/plan.ts';
import type { MarkerFact } from '../../source/run/facts.ts';

export const augustFile = 'plans/2009-08-18-gradebook2.md';

/** The plan that the lab is made for. */
export function loadAugustPlan(): Plan {
  const text = readFileSync(new URL(`../../${augustFile}`, import.meta.url), 'utf8');
  const result = parsePlan({ file: augustFile, text });
  if (result.type !== 'parsed') throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.plan;
}

export type StepRunner = {
  /** `done`, or the first failure: `sakaiprod3: exited 1`. */
  readonly run: (id: string) => Promise<string>;
  /** What the last step wrote. */
  readonly output: () => string;
  readonly close: () => Promise<void>;
};

/** Carries a plan's steps out with the real executors and nothing else: no journal, no session, no screen. */
export function createStepRunner(plan: Plan, env: Readonly<Record<string, string>>): StepRunner {
  // Without a journal there is nothing to report.
  const report = async () => ({ name: 'report.html', html: '' });
  const world = createWorld({ plan, env, sshConfig: env.GONOGO_SSH_CONFIG, report });
  const markers: Record<string, MarkerFact> = {};
  const run = `run-${process.pid}-${Math.round(performance.now())}-${performance.timeOrigin}`;
  let output = '';
  const perform = async (step: string, action: Step['actions'][number], target: string) => {
    const performed = await world.perform({
      run,
      step,
      attempt: 1,
      name: `${run}.${step}.${action.index}.${target.replaceAll(':', '_')}`,
      mode: 'start',
      recorded: { stdout: 0, stderr: 0 },
      launched: false,
      onLaunched: () => undefined,
      onAside: () => undefined,
      onLink: () => undefined,
      action,
      target,
      env: plan.vars,
      timeout: action.timeout,
      stop: new AbortController().signal,
      context: { planTitle: plan.title, markers, summary: `so far: ${step}` },
      onOutput: ({ bytes }) => {
        output += Buffer.from(bytes).toString('utf8');
      },
    });
    if (performed === LEFT) return `${target}: left`;
    const { result, marker } = performed;
    if (marker !== undefined) markers[marker.name] = marker;
    if (result.type === 'exited') return result.code === 0 ? undefined : `${target}: exited ${result.code}`;
    return `${target}: ${'reason' in result ? result.reason : result.type}`;
  };
  return {
    run: async (id) => {
      output = '';
      for (const action of findStep(plan, id).actions) {
        const results = await Promise.all(targetsOf(action.on).map((target) => perform(id, action, target)));
        const failure = results.find((each) => each !== undefined);
        if (failure !== undefined) return failure;
      }
      return 'done';
    },
    output: () => output,
    close: world.close,
  };
}

function findStep(plan: Plan, id: string): Step {
  const found = plan.timelines.flatMap(({ steps }) => steps).find((step) => step.id === id);
  if (found === undefined) throw new Error(`the plan has no step ${id}`);
  return found;
}
