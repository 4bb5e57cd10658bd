import type { Plan } from '../plan/plan.ts';
import type { Executor, Job, JobResult } from './executor.ts';
import { outputLines } from './output-lines.ts';
import { messageOf, oneLine, safeResult } from './reason.ts';
import { type Environment, withoutReferenced } from './reference.ts';
import { systemTimers, type Timers } from './timers.ts';

export type WorldOptions = {
  readonly plan: Plan;
  /** The ssh client's configuration file, where it is not the usual one. */
  readonly sshConfig?: string | undefined;
  /** Where references (`env:NAME`) are looked up; the process's own by default. */
  readonly env?: Environment | undefined;
  readonly timers?: Timers | undefined;
};

/**
 * Carries every kind of action out for real. What an action needs is loaded when the first one comes. Local steps
 * don't see the variables that the plan's references name.
 */
export function createWorld(options: WorldOptions): Executor {
  const made = new Map<Part, Promise<Executor>>();
  const executorFor = (part: Part): Promise<Executor> => {
    const known = made.get(part);
    if (known !== undefined) return known;
    const making = MAKERS[part](options);
    made.set(part, making);
    return making;
  };
  return {
    perform: async (job) => {
      let began = false;
      try {
        const executor = await executorFor(partOf(job));
        began = true;
        const performed = await executor.perform(job);
        return { ...performed, result: safeResult(performed.result) };
      } catch (error) {
        return unexpected(job, error, began);
      }
    },
    close: async () => {
      await Promise.allSettled([...made.values()].map(async (executor) => await (await executor).close()));
    },
  };
}

type Part = 'local' | 'remote' | 'sql' | 'marker' | 'mail';

function partOf({ action, target }: Job): Part {
  if (action.kind !== 'sh') return action.kind;
  return target === 'local' ? 'local' : 'remote';
}

const MAKERS: Readonly<Record<Part, (options: WorldOptions) => Promise<Executor>>> = {
  local: async ({ plan, timers = systemTimers }) => {
    const { createLocalExecutor } = await import('./local-executor.ts');
    return createLocalExecutor({ timers, env: withoutReferenced(process.env, referencesOf(plan)) });
  },
  remote: async ({ sshConfig, timers = systemTimers }) => {
    const { createRemoteExecutor } = await import('./remote-executor.ts');
    return createRemoteExecutor({ configFile: sshConfig, timers });
  },
  sql: async ({ plan, env, timers }) => {
    const { createSqlExecutor } = await import('./sql-executor.ts');
    return createSqlExecutor({ databases: plan.databases, env, timers });
  },
  marker: async ({ plan, env, timers }) => {
    const { createMarkerExecutor } = await import('./marker-executor.ts');
    return createMarkerExecutor({ databases: plan.databases, zone: plan.window.zone, env, timers });
  },
  mail: async ({ plan, env, timers }) => {
    const { createMailExecutor } = await import('./mail-executor.ts');
    return createMailExecutor({ mail: plan.mail, env, timers });
  },
};

function referencesOf({ databases, mail }: Plan): readonly string[] {
  const servers = mail === undefined ? [] : [mail.server];
  return [...Object.values(databases).map(({ url }) => url), ...servers];
}

/** A bug of ours: before the executor had the job nothing happened, after that nobody knows. */
function unexpected(job: Job, error: unknown, began: boolean): JobResult {
  const reason = `unexpected: ${oneLine(messageOf(error))}`;
  outputLines(job).err(reason);
  return { result: { type: began ? 'lost' : 'refused', reason } };
}
