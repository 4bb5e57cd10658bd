import type { Environment } from '../reference.ts';
import { createLocalPlace } from '../shell/local-place.ts';
import { systemTimers } from '../timers.ts';
import {
  createSupervisingExecutor,
  type SupervisingExecutor,
  type SupervisionOptions,
} from './supervising-executor.ts';

export type LocalExecutorOptions = SupervisionOptions & {
  /** Path of the shell. */
  readonly shell?: string;
  /** What steps find in their environment beside the job's own; all of this program's by default. */
  readonly env?: Environment;
};

/** Runs `sh` actions on this machine, where they go on without this program. */
export function createLocalExecutor(options: LocalExecutorOptions = {}): SupervisingExecutor {
  const { timers = systemTimers, shell = '/bin/sh', env = process.env } = options;
  const place = createLocalPlace({ shell, env, timers });
  return createSupervisingExecutor({ ...options, placeOf: () => place, onClose: async () => {} });
}
