import fc from 'fast-check';
import { expect, test } from 'vitest';
import { networkOf } from '../../source/plan/network.ts';
import { type Plan, stepsOf } from '../../source/plan/plan.ts';
import { anyPlan } from '../helpers/any-plan.ts';
import { planOf } from './write-plan.ts';

test('nobody comes before what it waits for, and everybody is there once', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const { nodes, first, before, at } = networkOf(plan);
      expect([...at.keys()].toSorted()).toEqual(
        stepsOf(plan)
          .map(({ id }) => id)
          .toSorted(),
      );
      for (const [id, place] of at) expect(nodes[place]?.id).toBe(id);
      nodes.forEach((_, place) => {
        for (const other of before.slice(first[place], first[place + 1])) expect(other).toBeLessThan(place);
      });
    }),
  );
});

test('a step is reached from exactly those that it waits for, near or far', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      for (const { id } of stepsOf(plan)) expect(ancestorsIn(plan, id)).toEqual(waitedFor(plan, id));
    }),
  );
});

test('many steps that wait for all earlier ones meet in nodes of their own', () => {
  const main = Array.from(
    { length: 200 },
    (_, index) => `- (S + ${index >> 1}m QC) Step ${index} {#s${index} for=30s}`,
  );
  const plan = planOf({ main: main.join('\n') });
  const { nodes, before } = networkOf(plan);
  expect(nodes.length).toBeLessThan(310);
  expect(before.length).toBeLessThan(600);
  expect(networkOf(plan)).toBe(networkOf(plan));
});

function ancestorsIn(plan: Plan, id: string): readonly string[] {
  const { nodes, first, before, at } = networkOf(plan);
  const seen = new Set<number>();
  const open = [at.get(id) ?? -1];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const other of before.slice(first[place], first[place + 1])) {
      if (!seen.has(other)) open.push(other);
      seen.add(other);
    }
  }
  return [...seen].flatMap((place) => nodes[place]?.id ?? []).toSorted();
}

function waitedFor(plan: Plan, id: string): readonly string[] {
  const after = new Map(stepsOf(plan).map((step) => [step.id, step.after]));
  const seen = new Set<string>();
  const open = [id];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const other of after.get(one) ?? []) {
      if (!seen.has(other)) open.push(other);
      seen.add(other);
    }
  }
  return [...seen].toSorted();
}
