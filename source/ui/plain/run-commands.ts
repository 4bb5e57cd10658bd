import { parseDuration } from '../../plan/duration.ts';
import { type Asked, type PlainCommand, problem, type Reading, send, textFrom, withStep } from './command.ts';

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
    usage: 'REASON',
    help: 'call the fallback: the main timeline stops, D is now',
    read: ({ words, identity }) =>
      send({ type: 'fallback', reason: textFrom(words, 0) ?? '', by: identity.person }),
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
  const { schedule, fallback } = asked.state;
  const base = anchor.toUpperCase() === 'S' ? schedule.start : fallback?.at;
  if (base === undefined) {
    return problem('the fallback was not called: there is no D yet.');
  }
  return { type: 'wait-until', at: sign === '-' ? base - offset : base + offset };
}
