import { expandHosts, resolverOf } from '../../plan/host-set.ts';
import type { Command } from '../../run/command.ts';
import {
  type Asked,
  type PlainCommand,
  problem,
  type Reading,
  reasonFrom,
  send,
  textFrom,
  withStep,
} from './command.ts';

/** Commands that keep things from starting, and about single hosts. */
export const hostCommands: readonly PlainCommand[] = [
  {
    name: 'hold',
    usage: 'REASON',
    help: 'nothing starts until the hold is released; what runs goes on',
    read: ({ words, identity }) =>
      send({ type: 'hold', reason: textFrom(words, 0) ?? '', by: identity.person }),
  },
  {
    name: 'release',
    usage: '',
    help: 'release the hold',
    read: ({ identity }) => send({ type: 'release', by: identity.person }),
  },
  {
    name: 'exclude',
    usage: 'HOSTS REASON',
    help: 'leave hosts out: nothing more runs on them in this run',
    read: (asked) => ofHosts(asked, 'exclude'),
  },
  {
    name: 'include',
    usage: 'HOSTS REASON',
    help: 'take hosts in again that were left out',
    read: (asked) => ofHosts(asked, 'include'),
  },
  {
    name: 'hosts',
    usage: 'ID',
    help: 'show where each host of a step is',
    read: (asked) => withStep(asked, asked.words[0], (step) => ({ type: 'hosts', step })),
  },
];

/** One command a host; a set is written as in the plan: `node[3,7]`, `@app`. */
function ofHosts(asked: Asked, type: 'exclude' | 'include'): Reading {
  const { words, state, identity } = asked;
  const [expression = ''] = words;
  const { plan } = state;
  const set = expandHosts(expression, resolverOf(plan.groups));
  if (set.type === 'invalid') return problem(`${set.message}. Type: ${type} HOSTS REASON`);
  const strange = set.hosts.find((host) => !plan.hosts.includes(host));
  if (strange !== undefined) return problem(`there is no host ${strange} in this plan.`);
  const reason = reasonFrom(words, 1) ?? '';
  const commands = set.hosts.map((host): Command => ({ type, host, reason, by: identity.person }));
  const [first] = commands;
  if (first === undefined) return problem('no host is left of that.');
  return commands.length === 1 ? send(first) : { type: 'send-all', commands };
}
