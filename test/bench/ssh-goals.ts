import type { Samples } from './samples.ts';
import { oneHost } from './ssh-one.ts';
import { stages } from './ssh-round.ts';

type Goal = {
  readonly text: string;
  readonly stage: string;
  readonly size: number;
  readonly own?: string;
  readonly than: string;
  readonly atMost: number;
  readonly what?: 'wall' | 'cpu';
};

const cold = { stage: stages.first, size: 200 };
const one = { stage: oneHost, size: 1 };
const held = ', same key exchange';
const shipped = ', as shipped';

const goals: readonly Goal[] = [
  { ...cold, text: '200 hosts, first connection', than: `xargs ssh${held}`, atMost: 1 },
  ...['pdsh', 'clush'].flatMap((peer): readonly Goal[] => [
    { ...cold, text: '200 hosts, first connection', than: `${peer}${held}`, atMost: 0.85 },
    { ...cold, text: '200 hosts, first connection', than: `${peer}${shipped}`, atMost: 0.3 },
  ]),
  { ...cold, text: '200 hosts, first connection', than: `xargs ssh${shipped}`, atMost: 0.3 },
  { ...cold, text: '200 hosts, first connection', than: `ansible${shipped}`, atMost: 0.25 },
  { ...cold, text: '200 hosts, client CPU', than: `xargs ssh${held}`, atMost: 0.5, what: 'cpu' },
  {
    stage: stages.next,
    size: 50,
    text: '50 hosts, next step',
    than: 'xargs ssh with ControlMaster',
    atMost: 0.5,
  },
  ...[held, shipped].flatMap((kex): readonly Goal[] => [
    {
      ...one,
      text: 'one host, the step alone',
      own: 'gonogo, the step alone',
      than: `ssh${kex}`,
      atMost: 1,
    },
    {
      ...one,
      text: 'one host, from the start of the program',
      own: 'gonogo, from the start of the program',
      than: `ssh${kex}`,
      atMost: 1,
    },
  ]),
];

/** Which goals are met. */
export function goalsTable(samples: Samples): string {
  const rows = goals.map(({ text, stage, size, own = 'gonogo', than, atMost, what = 'wall' }) => {
    const [ours, theirs] = [own, than].map((who) => samples.of({ stage, size, who })?.[what]);
    const ratio = ours === undefined || theirs === undefined ? undefined : ours / theirs;
    const verdict = ratio === undefined ? 'not measured' : ratio <= atMost ? 'met' : 'missed';
    return `| ${text} | ${than} | ${atMost} | ${ratio?.toFixed(2) ?? ''} | ${verdict} |`;
  });
  return ['| gonogo | beside | at most | is | |', '|---|---|---|---|---|', ...rows].join('\n');
}
