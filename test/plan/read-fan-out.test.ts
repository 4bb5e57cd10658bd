import { expect, test } from 'vitest';
import { errorsOf, stepOf, warningsOf } from './write-plan.ts';

function step(info: string): string {
  return `- (S + 0 QC) Look {#a for=1m}\n\n  \`\`\`${info}\n  true\n  \`\`\``;
}

function fanOutOf(info: string) {
  const [action] = stepOf({ main: step(info) }, 'a').actions;
  return { batch: action?.batch, maxFail: action?.maxFail };
}

test('batches of counts and percentages', () => {
  expect(fanOutOf('sh on=@app batch=1,2,50%')).toEqual({
    batch: [
      { type: 'count', value: 1 },
      { type: 'count', value: 2 },
      { type: 'percent', value: 50 },
    ],
    maxFail: undefined,
  });
  expect(fanOutOf('sh on=@app batch="1, 100%"').batch).toEqual([
    { type: 'count', value: 1 },
    { type: 'percent', value: 100 },
  ]);
});

test.each([
  ['0', { type: 'count', value: 0 }],
  ['1', { type: 'count', value: 1 }],
  ['0%', { type: 'percent', value: 0 }],
  ['10%', { type: 'percent', value: 10 }],
  ['100%', { type: 'percent', value: 100 }],
])('max-fail=%s', (text, maxFail) => {
  expect(fanOutOf(`sh on=@app max-fail=${text}`)).toEqual({ batch: [], maxFail });
});

test('without either, all hosts begin at once', () => {
  expect(fanOutOf('sh on=@app')).toEqual({ batch: [], maxFail: undefined });
});

test.each([
  ['batch=0', 'a batch of `0` begins on no host', '0'],
  ['batch=1,0%', 'a batch of `0%` begins on no host', '0%'],
  ['batch=1,101%', '`101%` are more than all hosts', '101%'],
  ['batch=1,half', '`half` is neither a number of hosts nor a percentage', 'half'],
  ['batch="1, half"', '`half` is neither', 'half'],
  ['batch=1,-2', '`-2` is neither', '-2'],
  ['batch=1.5', '`1.5` is neither', '1.5'],
  ['batch=1,,2', 'a number is missing in `batch`', '1,,2'],
  ['batch=1,', 'a number is missing in `batch`', '1,'],
  ['batch=', 'a number is missing in `batch`', 'batch='],
  ['batch', 'a number is missing in `batch`', 'batch'],
  ['max-fail', 'a number is missing in `max-fail`', 'max-fail'],
  ['max-fail=1,2', '`1,2` is neither', '1,2'],
  ['max-fail=120%', '`120%` are more than all hosts', '120%'],
])('%s is refused', (attribute, message, at) => {
  const errors = errorsOf({ main: step(`sh on=@app ${attribute}`) });
  expect(errors).toEqual([
    {
      message: expect.stringContaining(message),
      mend: expect.stringMatching(/^write `(?:batch|max-fail)=1/),
      at,
    },
  ]);
});

test('every wrong share of a batch is told', () => {
  const errors = errorsOf({ main: step('sh on=@app batch=0,x,200%') });
  expect(errors.map(({ at }) => at)).toEqual(['0', 'x', '200%']);
});

test.each(['batch', 'max-fail'])('%s is for hosts', (key) => {
  expect(errorsOf({ main: step(`sh ${key}=1`) })).toEqual([
    {
      message: `\`${key}\` is for hosts, and this \`sh\` runs on this machine`,
      mend: 'write `on=@app`, or leave it out',
      at: key,
    },
  ]);
});

test.each([
  ['on=@head batch=1', '`batch` has no effect on one host', '1'],
  ['on=@app batch=7', '`batch` has no effect: all 7 hosts are in the first batch', '7'],
  ['on=@app batch=100%', '`batch` has no effect: all 7 hosts', '100%'],
  ['on=@head max-fail=1', '`max-fail` has no effect', '1'],
  ['on=@app batch=1 max-fail=7', '`max-fail` has no effect: all hosts may fail (7)', '7'],
])('%s is worth a warning', (attributes, message, at) => {
  const warnings = warningsOf({ main: step(`sh ${attributes}`) });
  expect(warnings).toContainEqual({ message: expect.stringContaining(message), mend: undefined, at });
});

test('failures stop nothing where all hosts begin at once', () => {
  expect(warningsOf({ main: step('sh on=@app max-fail=1') })).toContainEqual({
    message: '`max-fail` has no effect without `batch`: all 7 hosts begin at once',
    mend: 'say how many begin together: `batch=1,50%`',
    at: '1',
  });
});

test.each([
  'on=@app batch=6',
  'on=@app batch=1 max-fail=6',
  'on=@app batch=1 max-fail=100%',
  'on=@head max-fail=0',
])('%s is not', (attributes) => {
  const messages = warningsOf({ main: step(`sh ${attributes}`) }).map(({ message }) => message);
  expect(messages.filter((message) => message.includes('no effect'))).toEqual([]);
});

test('hosts that can not be read raise no second complaint', () => {
  const errors = errorsOf({ main: step('sh on=@ap batch=1 max-fail=9') });
  expect(errors.map(({ at }) => at)).toEqual(['@ap']);
});
