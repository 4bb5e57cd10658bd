import { stepState } from '../../run/timing.ts';
import { nameOf } from '../../run/words.ts';
import {
  type Asked,
  type PlainCommand,
  problem,
  type Reading,
  reasonFrom,
  send,
  withStep,
  withTypedStep,
} from './command.ts';

/** Commands about the work of one step. */
export const stepCommands: readonly PlainCommand[] = [
  {
    name: 'start',
    usage: 'ID [REASON]',
    help: 'start a step; with a reason also before it is due or ready',
    read: (asked) => start(asked, 'start'),
  },
  {
    name: 'retry',
    usage: 'ID [open] [REASON]',
    help: 'start a failed step once more: all of it, or only what is open',
    read: retry,
  },
  {
    name: 'by-hand',
    usage: 'ID REASON',
    help: 'say that the work of a step was done by other means',
    read: (asked) =>
      withTypedStep({ asked, typed: 'by-hand' }, asked.words[0], ({ id }) =>
        send({
          type: 'do-by-hand',
          step: id,
          reason: reasonFrom(asked.words, 1) ?? '',
          by: asked.identity.person,
        }),
      ),
  },
  {
    name: 'stop',
    usage: 'ID',
    help: 'stop a running step',
    read: (asked) =>
      withStep(asked, asked.words[0], ({ id }) =>
        send({ type: 'stop', step: id, by: asked.identity.person }),
      ),
  },
  {
    name: 'skip',
    usage: 'ID REASON',
    help: 'settle a step without doing it',
    read: skip,
  },
  {
    name: 'settle',
    usage: 'ID succeeded|failed REASON',
    help: 'say what an unknown attempt came to',
    read: settle,
  },
  {
    name: 'look',
    usage: 'ID',
    help: 'look once more for what an unknown attempt left on its hosts',
    read: (asked) =>
      withStep(asked, asked.words[0], ({ id }) =>
        send({ type: 'reattach', step: id, by: asked.identity.person }),
      ),
  },
];

function start(asked: Asked, typed: string): Reading {
  return withTypedStep({ asked, typed }, asked.words[0], ({ id }) =>
    send({ type: 'start', step: id, by: asked.identity.person, reason: reasonFrom(asked.words, 1) }),
  );
}

function retry(asked: Asked): Reading {
  const { words, state, identity } = asked;
  return withTypedStep({ asked, typed: 'retry' }, words[0], (step) => {
    if (stepState(state, step.id).status !== 'failed') {
      return problem(`${nameOf(step)} has not failed; only a failed step is tried again.`);
    }
    const open = words[1]?.toLowerCase() === 'open';
    const reason = reasonFrom(words, open ? 2 : 1);
    return send({ type: 'start', step: step.id, by: identity.person, reason, ...(open ? { open } : {}) });
  });
}

function skip(asked: Asked): Reading {
  return withTypedStep({ asked, typed: 'skip' }, asked.words[0], ({ id }) =>
    send({
      type: 'skip',
      step: id,
      reason: reasonFrom(asked.words, 1) ?? '',
      by: asked.identity.person,
    }),
  );
}

function settle(asked: Asked): Reading {
  return withStep(asked, asked.words[0], ({ id }) => {
    const outcome = asked.words[1];
    if (outcome !== 'succeeded' && outcome !== 'failed') {
      return problem(`did it succeed? Type: settle ${id} succeeded REASON, or settle ${id} failed REASON`);
    }
    const reason = reasonFrom(asked.words, 2) ?? '';
    return send({ type: 'settle', step: id, outcome, reason, by: asked.identity.person });
  });
}
