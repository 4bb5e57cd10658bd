import { parseDuration } from '../../plan/duration.ts';
import { anchorClock } from '../../run/timing.ts';
import {
  type Asked,
  type PlainCommand,
  problem,
  type Reading,
  reasonFrom,
  send,
  textFrom,
  withStep,
  withTypedStep,
} from './command.ts';
import { withScope } from './scope-words.ts';

/** Commands about the run as a whole, and about this terminal. */
export const runCommands: readonly PlainCommand[] = [
  {
    name: 'note',
    usage: 'TEXT',
    help: 'write into the record',
    read: ({ words, identity }) =>
      send({ type: 'note', text: textFrom(words, 0) ?? '', by: identity.person }),
  },
  {
    name: 'fallback',
    usage: '[without|with ID,...] REASON',
    help: 'call the fallback: D is now; what is not needed of it is left out; alone: shows what that is',
    read: fallback,
  },
  {
    name: 'back',
    usage: 'ID REASON',
    help: 'back to a step: it and all that wait for it begin anew',
    read: (asked) =>
      withTypedStep({ asked, typed: 'back' }, asked.words[0], ({ id }) =>
        send({
          type: 'recycle',
          to: id,
          reason: reasonFrom(asked.words, 1) ?? '',
          by: asked.identity.person,
        }),
      ),
  },
  {
    name: 'end',
    usage: '[REASON]',
    help: 'end the run; with a reason also while steps are open, which aborts it',
    read: ({ words, identity }) => send({ type: 'end', reason: textFrom(words, 0), by: identity.person }),
  },
  {
    name: 'wait',
    usage: 'ID | S+5m | D+5m',
    help: 'read no further line until a step has come to an end, or until that moment',
    read: wait,
  },
  { name: 'status', usage: '', help: 'show clocks and all steps', read: () => ({ type: 'status' }) },
  {
    name: 'log',
    usage: 'ID [HOST]',
    help: 'show the last output of a step',
    read: (asked) =>
      withStep(asked, asked.words[0], (step) => ({ type: 'log', step, target: asked.words[1] })),
  },
  {
    name: 'help',
    usage: '[COMMAND]',
    help: 'show this',
    read: ({ words }) => ({ type: 'help', name: words[0] }),
  },
  {
    name: 'quit',
    usage: '[now]',
    help: 'leave; the run stays open and can be joined again',
    read: ({ words }) => ({ type: 'quit', now: words[0] === 'now' }),
  },
];

function fallback(asked: Asked): Reading {
  return withScope(asked, 0, ({ reason, changes }) =>
    send({ type: 'fallback', reason: reason ?? '', by: asked.identity.person, ...changes }),
  );
}

function wait(asked: Asked): Reading {
  const word = asked.words.join('');
  const moment = /^([SD])([+-])(.+)$/i.exec(word);
  if (moment === null) {
    return withStep(asked, asked.words[0], (step) => ({ type: 'wait-step', step }));
  }
  const [, anchor = '', sign, length = ''] = moment;
  const offset = parseDuration(length);
  if (offset === undefined) {
    return problem(`${length} is no length of time; write 5m, 90s or 1h30m.`);
  }
  const { state, now } = asked;
  const clock = anchorClock(state, anchor.toUpperCase() === 'S' ? 'S' : 'D', now);
  if (clock === undefined) {
    return problem('the fallback was not called: there is no D yet.');
  }
  return { type: 'wait-until', at: now + (sign === '-' ? -offset : offset) - clock };
}
