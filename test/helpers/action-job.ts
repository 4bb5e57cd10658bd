import type { Job } from '../../source/execute/executor.ts';
import type { Action } from '../../source/plan/plan.ts';

export type TestJob = { readonly job: Job; readonly output: () => string; readonly stop: () => void };

/** A job of run R1, step `scripts`, whose output is kept as text: what came on stderr is marked `! `. */
export function makeJob(action: Partial<Action>, job: Partial<Job> = {}): TestJob {
  const lines: string[] = [];
  const controller = new AbortController();
  const whole: Action = {
    kind: 'sql',
    index: 0,
    line: 1,
    text: '',
    on: { type: 'database', name: 'sakai' },
    timeout: undefined,
    silence: undefined,
    batch: [],
    maxFail: undefined,
    cwd: undefined,
    secrets: [],
    sql: undefined,
    marker: undefined,
    subject: undefined,
    to: undefined,
    attach: undefined,
    ...action,
  };
  return {
    job: {
      run: 'R1',
      step: 'scripts',
      attempt: 1,
      name: 'R1.scripts.1.0.db',
      mode: 'start',
      recorded: { stdout: 0, stderr: 0 },
      launched: false,
      onLaunched: () => undefined,
      onAside: () => undefined,
      onLink: () => undefined,
      action: whole,
      target: 'db:sakai',
      env: { GONOGO_RUN: 'R1' },
      timeout: undefined,
      stop: controller.signal,
      context: { planTitle: 'Gradebook 2 release', markers: {}, summary: '' },
      onOutput: ({ stream, bytes }) => {
        const text = new TextDecoder().decode(bytes);
        lines.push(stream === 'stderr' ? text.replace(/^(?=.)/gm, '! ') : text);
      },
      ...job,
    },
    output: () => lines.join(''),
    stop: () => controller.abort(),
  };
}
