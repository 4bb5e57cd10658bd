import { expect, test } from 'vitest';
import { findPlaceholders } from '../../../source/plan/lint/placeholders.ts';
import { frontWith } from '../write-plan.ts';
import { find } from './find.ts';

const STEP = '- (S + 0 QC) Look {#look for=1m}';

test.each([
  ['a title', { main: '- (S + 22m QC) Verification ??? {#v for=1m}' }, '???'],
  ['two marks of their own', { main: '- (S + 0 QC) Deploy on ?? {for=1m}' }, '??'],
  ['an instruction', { main: `${STEP}\n\n  The tag is TBD.` }, 'TBD'],
  ['a checklist', { main: `${STEP}\n    - TODO: ask the help desk` }, 'TODO'],
  ['a checklist below it', { main: `${STEP}\n    - Sites\n        - XXX` }, 'XXX'],
  ['the fallback', { fallback: '- (D + 0 QC) FIXME {for=1m}' }, 'FIXME'],
  ['a heading', { main: `### Phase two (TBA)\n\n${STEP}` }, 'TBA'],
  ['a variable', { front: frontWith('vars', 'vars: { tag: TBD } # TODO') }, 'TBD'],
  ['a person', { front: frontWith('vars', 'vars: { tag: "???" }') }, '???'],
])('something is open in %s', (_, parts, at) => {
  expect(find(findPlaceholders, parts)).toEqual([
    {
      at,
      message: `\`${at}\`: something is still open here`,
      mend: expect.stringContaining('before the window'),
    },
  ]);
});

test.each([
  ['a question', `${STEP}\n\n  Who tells the help desk?`],
  ['a surprise', `${STEP}\n\n  Really??`],
  ['code', `${STEP}\n\n  Look at \`/tmp/x.???\` and \`TODO\`.`],
  ['a command', `${STEP}\n\n  \`\`\`sh\n  # TODO\n  ls x.???\n  \`\`\``],
  ['text that is shown', `${STEP}\n\n  \`\`\`\n  TODO ???\n  \`\`\``],
  ['part of a word', '- (S + 0 QC) Look at mktemp.XXXXXX and the todo of METHODTODO {for=1m}'],
  ['a thing of that name', '- (S + 0 QC) The TODO list still has its colours {for=1m}'],
])('nothing is open in %s', (_, main) => {
  expect(find(findPlaceholders, { main })).toEqual([]);
});
