import type { Plan } from '../../plan/plan.ts';
import type { Executor, Job } from '../executor.ts';
import { jsPrelude } from './js-prelude.ts';

export type JsOptions = {
  readonly plan: Pick<Plan, 'groups' | 'vars'>;
  /** Runs shells on this machine under the supervisor. */
  readonly local: () => Promise<Pick<Executor, 'perform'>>;
  /** Path of the Node that runs the scripts; the one that runs this program by default. */
  readonly node?: string | undefined;
};

/**
 * Never changes: whoever attaches holds the job's script against what they would have started, be it with another
 * Node at another place. The shell becomes Node, which reads the rest of the file.
 */
const start = 'exec "$GONOGO_NODE" --input-type=module -e "$GONOGO_PRELUDE" "$0" || exit 127';

/** Runs a `js` fence as a zx script in a Node of its own, which goes on without this program like any local step. */
export function createJsExecutor({ plan, local, node = process.execPath }: JsOptions): Executor {
  return {
    perform: async (job) => (await local()).perform(asShell(job, { ...plan, node })),
    // It is the shells' to leave what runs.
    close: async () => undefined,
  };
}

function asShell(job: Job, { groups, vars, node }: JsOptions['plan'] & { readonly node: string }): Job {
  return {
    ...job,
    action: { ...job.action, text: `${start}\n${job.action.text}` },
    env: {
      ...job.env,
      GONOGO_NODE: node,
      GONOGO_PRELUDE: jsPrelude,
      GONOGO_ZX: zxAddress(),
      GONOGO_HOSTS: JSON.stringify(groups),
      GONOGO_VARS: JSON.stringify(vars),
    },
  };
}

/** Where zx is, beside this program; throws where it is not. */
export function zxAddress(): string {
  return import.meta.resolve('zx');
}
