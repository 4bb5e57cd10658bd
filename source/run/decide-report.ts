import type { Decision, Report } from './command.ts';
import { isUnderWay } from './item-check.ts';
import { accept, refuse } from './refusal.ts';
import { findStep, isActive } from './select.ts';
import type { Attempt, RunState } from './state.ts';

/** What the conductor reports is taken only for the attempt that is under way. */
export function decideReport(state: RunState, report: Report): Decision {
  if (report.type === 'open') {
    const { by, host, pid, sshConfig } = report;
    return accept({ type: 'session.opened', by, host, pid, sshConfig });
  }
  if (report.type === 'close') return accept({ type: 'session.closed', by: report.by });
  if (report.type === 'sign') return accept({ ...report, type: 'record.signed' });
  if (report.type === 'finish-check') return decideCheckEnd(state, report);
  const attempt = state.steps[report.step]?.attempts.at(-1);
  if (attempt === undefined || attempt.number !== report.attempt || attempt.outcome !== undefined) {
    return refuse(`attempt ${report.attempt} of ${report.step} is not under way`, 'invalid');
  }
  const step = findStep(state, report.step);
  if (report.type === 'begin-action' && step !== undefined && !isActive(state, step.timeline)) {
    return refuse(`D was called before action ${report.action + 1}`);
  }
  return decideAttempt(attempt, report);
}

function decideCheckEnd(state: RunState, report: Extract<Report, { type: 'finish-check' }>): Decision {
  const { step, attempt, item, check, results } = report;
  const known = state.steps[step]?.checks?.[item];
  if (known?.attempt !== attempt || known.check !== check || !isUnderWay(known)) {
    return refuse(`check ${check} of item ${item} is not under way`, 'invalid');
  }
  return accept({ type: 'check.finished', step, attempt, item, check, results });
}

type AttemptReport = Exclude<Report, { type: 'open' | 'close' | 'sign' | 'finish-check' }>;

function decideAttempt(attempt: Attempt, report: AttemptReport): Decision {
  const { step, attempt: number } = report;
  switch (report.type) {
    case 'begin-action': {
      if (report.action !== attempt.action + 1)
        return refuse(`action ${report.action} is not the next one`, 'invalid');
      return accept({
        type: 'action.started',
        step,
        attempt: number,
        action: report.action,
        targets: report.targets,
      });
    }
    case 'launch-target': {
      const { action, target, hostKey, pid, sha256 } = report;
      if (action !== attempt.action || !(target in attempt.targets))
        return refuse(`action ${action} does not run on ${target}`, 'invalid');
      if (attempt.launched.includes(target)) return refuse(`${target} has said so before`, 'invalid');
      return accept({
        type: 'target.launched',
        step,
        attempt: number,
        action,
        target,
        hostKey,
        pid,
        sha256,
      });
    }
    case 'finish-target': {
      const { action, target, result, hostKey, marker, endedAt, output, aside } = report;
      const running =
        action === attempt.action && target in attempt.targets && attempt.targets[target] === undefined;
      if (!running) return refuse(`action ${action} does not run on ${target}`, 'invalid');
      return accept({
        type: 'target.finished',
        step,
        attempt: number,
        action,
        target,
        result,
        hostKey,
        marker,
        endedAt,
        output,
        ...(aside === undefined ? {} : { aside }),
      });
    }
    case 'finish-attempt': {
      const { outcome, detail } = report;
      return accept({ type: 'attempt.finished', step, attempt: number, outcome, detail });
    }
  }
}
