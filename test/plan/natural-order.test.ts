import { expect, test } from 'vitest';
import { compareNatural } from '../../source/plan/natural-order.ts';

test('orders names as people count', () => {
  const names = ['n10', 'n2', 'n1', 'n02', 'mail', 'n', 'n2a', 'n1b10', 'n1b9'];
  expect(names.toSorted(compareNatural)).toEqual([
    'mail',
    'n',
    'n1',
    'n1b9',
    'n1b10',
    'n02',
    'n2',
    'n2a',
    'n10',
  ]);
});
