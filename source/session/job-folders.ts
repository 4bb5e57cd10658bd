import { findStep } from '../run/select.ts';
import { jobPrefix } from './job-name.ts';
import type { Session } from './session.ts';

export type JobFolders = {
  /** What the names of this run's jobs begin with. */
  readonly prefix: string;
  /** Hosts, and `local`, on which a shell's work of this run began. */
  readonly targets: readonly string[];
};

/** Where the jobs of a run have left their output and exit codes. */
export function jobFoldersOf(session: Pick<Session, 'run' | 'state' | 'history'>): JobFolders {
  const state = session.state();
  const targets = new Set<string>();
  for (const { event } of session.history()) {
    if (event.type !== 'target.launched') continue;
    const action = findStep(state, event.step)?.actions[event.action];
    if (action?.kind === 'sh') targets.add(event.target);
  }
  return { prefix: jobPrefix({ run: session.run, createdAt: state.createdAt }), targets: [...targets] };
}
