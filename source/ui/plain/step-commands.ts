import { stepState } from '../../run/timing.ts';
import { nameOf } from '../../run/words.ts';
import {
  type Asked,
  type PlainCommand,
  problem,
  type Reading,
  send,
  textFrom,
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
    usage: 'ID [REASON]',
    help: 'start a failed step once more',
    read: retry,
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
];

function start(asked: Asked, typed: string): Reading {
  return withTypedStep({ asked, typed }, asked.words[0], ({ id }) =>
    send({ type: 'start', step: id, by: asked.identity.person, reason: reasonFrom(asked.words, 1) }),
  );
}

function retry(asked: Asked): Reading {
  return withStep(asked, asked.words[0], (step) =>
    stepState(asked.state, step.id).status === 'failed'
      ? start(asked, 'retry')
      : problem(`${nameOf(step)} has not failed; only a failed step is tried again.`),
  );
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

/** `because` before a reason reads well and means nothing. */
function reasonFrom(words: readonly string[], index: number): string | undefined {
  return textFrom(words, words[index]?.toLowerCase() === 'because' ? index + 1 : index);
}
