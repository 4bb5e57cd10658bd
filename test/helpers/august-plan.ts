import type { Plan } from '../../source/plan/plan.ts';
import { makePlan, minute, type StepDraft, sh } from './plan.ts';

const rest = ['sakaiprod2', 'sakaiprod3', 'sakaiprod4', 'sakaiprod5', 'sakaiprod6', 'sakaiprodmail1'];
const all = ['sakaiprod1', ...rest];
const owners = {
  programmer: [{ name: 'Programmer', roles: ['programmer'] }],
  qc: [{ name: 'QC', roles: ['qc'] }],
  dba: [{ name: 'Prabhu', roles: ['dba'] }],
};

/** A plan of the shape of the August release, for screens: long titles, seven hosts, a decision, a fallback. */
export function makeAugustPlan(): Plan {
  const plan = makePlan({ main: chain(main), fallback: chain(fallback) });
  const preparation = chain([
    {
      id: 'tag',
      title: 'Build and tag the release',
      anchor: undefined,
      offset: undefined,
      confirm: ['programmer'],
    },
    {
      id: 'announce',
      title: 'Announce the window to the users',
      anchor: undefined,
      offset: undefined,
      confirm: ['qc'],
    },
  ]);
  const [first] = makePlan({ main: preparation }).timelines;
  return {
    ...plan,
    title: 'Gradebook 2 release',
    hosts: all,
    timelines: [
      ...(first === undefined
        ? []
        : [
            {
              ...first,
              kind: 'preparation' as const,
              steps: first.steps.map((step) => ({
                ...step,
                timeline: 'preparation' as const,
                anchor: undefined,
                offset: undefined,
              })),
            },
          ]),
      ...plan.timelines.map((timeline) => ({
        ...timeline,
        steps: timeline.steps.map((step) => ({ ...step, number: step.number + preparation.length })),
      })),
    ],
  };
}

/** Each step waits for the one before it. */
function chain(drafts: readonly StepDraft[]): readonly StepDraft[] {
  return drafts.map((draft, index) => ({
    after: drafts.slice(Math.max(0, index - 1), index).map(({ id }) => id),
    ...draft,
  }));
}

const main: readonly StepDraft[] = [
  {
    id: 'marker',
    title: 'Set the database markers',
    offset: -10 * minute,
    owners: owners.qc,
    actions: [sh()],
  },
  {
    id: 'stop-all',
    title: 'Put all application servers into maintenance mode and shut Sakai down on each one',
    offset: 0,
    actions: [sh(all, { text: 'maintenance on\nsakai stop', timeout: 5 * minute })],
    instructions: ['Look at the load balancer first: nobody may be in the middle of an exam.'],
  },
  {
    id: 'backup',
    title: 'Back up the production database',
    offset: 2 * minute,
    duration: 28 * minute,
    owners: owners.dba,
    actions: [sh()],
  },
  {
    id: 'scripts',
    title: 'Apply the database scripts',
    offset: 30 * minute,
    owners: owners.dba,
    actions: [sh()],
    critical: true,
    confirm: ['dba'],
  },
  {
    id: 'deploy-head',
    title: 'Deploy the release tag to the head node',
    offset: 35 * minute,
    actions: [sh(['sakaiprod1'])],
  },
  {
    id: 'restart-head',
    title: 'Restart the head node',
    offset: 40 * minute,
    actions: [sh(['sakaiprod1'], { timeout: 5 * minute })],
  },
  {
    id: 'verify',
    title: 'Verification',
    offset: 45 * minute,
    duration: 10 * minute,
    owners: owners.qc,
    decision: true,
    poll: ['qc'],
    checklist: [
      'Both Gradebook 2 and the Sakai gradebook still work',
      'Gradebook 2 works in the old sites that were used for the assessment (grades can not be submitted here)',
      'A sample of the pilot participants of the second summer session still have Gradebook 2, looking as before',
      'No new errors in the logs since the roll-out',
    ].map((text, index) => ({
      number: index + 1,
      text,
      line: 1,
      owners: index === 3 ? owners.programmer : [],
    })),
    instructions: ['Use the test accounts; the others are still locked out.'],
  },
  {
    id: 'deploy-rest',
    title: 'Deploy the release tag to the other nodes',
    offset: 55 * minute,
    actions: [sh(rest, { text: 'setup-sakai-node.sh "$tag"', timeout: 5 * minute })],
  },
  { id: 'start-rest', title: 'Start the other nodes', offset: 60 * minute, actions: [sh(rest)] },
  {
    id: 'open',
    title: 'Take smartsite-prod out of maintenance mode',
    offset: 65 * minute,
    actions: [sh(all)],
  },
  {
    id: 'mail',
    title: 'Send the release management email',
    offset: 70 * minute,
    owners: owners.qc,
    confirm: ['qc'],
  },
];

const fallback: readonly StepDraft[] = [
  { id: 'fb-stop', title: 'Shut Sakai down on smartsite-prod', offset: 0, actions: [sh(all)] },
  {
    id: 'fb-restore',
    title: 'Restore the production database',
    offset: 2 * minute,
    owners: owners.dba,
    actions: [sh()],
    confirm: ['dba'],
  },
  {
    id: 'fb-properties',
    title: 'Bring the old sakai.properties back',
    offset: 2 * minute,
    after: ['fb-stop'],
    actions: [sh()],
  },
  { id: 'fb-deploy', title: 'Deploy the previous tag everywhere', offset: 5 * minute, actions: [sh(all)] },
  {
    id: 'fb-head',
    title: 'Restart the head node once the database is back',
    offset: 50 * minute,
    actions: [sh(['sakaiprod1'])],
  },
  {
    id: 'fb-marker',
    title: 'Check the database marker',
    offset: 55 * minute,
    owners: owners.dba,
    actions: [sh()],
  },
  { id: 'fb-rest', title: 'Restart the other nodes', offset: 60 * minute, actions: [sh(rest)] },
  {
    id: 'fb-open',
    title: 'Take the servers out of maintenance mode',
    offset: 65 * minute,
    duration: 0,
    actions: [sh(all)],
  },
];
