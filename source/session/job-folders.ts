import { outlivesGonogo } from '../plan/action-nature.ts';
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
    if (event.type === 'check.started') {
      const item = findStep(state, event.step)?.checklist.find(({ number }) => number === event.item);
      const keeps = item?.check !== undefined && outlivesGonogo(item.check.action);
      for (const target of keeps ? event.targets : []) targets.add(target);
    }
    if (event.type !== 'target.launched') continue;
    const action = findStep(state, event.step)?.actions[event.action];
    if (action !== undefined && outlivesGonogo(action)) targets.add(event.target);
  }
  return { prefix: jobPrefix({ run: session.run, createdAt: state.createdAt }), targets: [...targets] };
}
