/** Switches faults of the running lab: `npm run fault -- sakaiprod3 deploy-fails on`. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Fault, hostFaults, isHostFault, scriptErrorMeaning, setFault } from './faults.ts';
import { hostDir } from './host-scripts.ts';
import { findLab, type LabState, readLabState } from './lab-state.ts';

const usage = [
  'npm run fault -- sakaiprod3 deploy-fails on',
  'npm run fault -- database script-error on',
  'npm run fault                                     lists what is on',
  '',
  'Faults of a host, each on or off:',
  ...Object.entries(hostFaults).map(([kind, meaning]) => meaningLines(kind, meaning)),
  '',
  'Of the database:',
  meaningLines('script-error', scriptErrorMeaning),
  '',
  'The lab meant is the newest one of this user, or the one in --lab FOLDER.',
].join('\n');

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { lab: { type: 'string' }, help: { type: 'boolean' } },
  });
  const state = values.lab === undefined ? await findLab() : await readLabState(values.lab);
  const [target, kind, toggle, ...rest] = positionals;
  if (values.help) say(usage);
  else if (state === undefined) end('no lab is running: `npm start` starts one', 1);
  else if (target === undefined) await list(state);
  else {
    const fault = faultOf(target, kind);
    if (fault === undefined || (toggle !== 'on' && toggle !== 'off') || rest.length > 0) end(usage, 2);
    else {
      await setFault(state, fault, toggle === 'on');
      say(`${target}: ${fault.kind} is ${toggle}`);
    }
  }
} catch (error) {
  end(error instanceof Error ? error.message : String(error), 1);
}

function faultOf(target: string, kind: string | undefined): Fault | undefined {
  if (target === 'database') return kind === 'script-error' ? { kind } : undefined;
  return isHostFault(kind) ? { kind, host: target } : undefined;
}

/** As wide as a terminal's 80 columns. */
function meaningLines(kind: string, meaning: string): string {
  const lines = [''];
  for (const word of meaning.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length > 58) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return `  ${kind.padEnd(17)}${lines.join(`\n${' '.repeat(19)}`)}`;
}

async function list({ root, hosts }: LabState): Promise<void> {
  say(`The lab is in ${root}`);
  for (const host of hosts) {
    const on = await readdir(join(hostDir(root, host), 'faults'));
    say(`${host}: ${on.length === 0 ? 'no faults' : on.join(', ')}`);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function end(text: string, code: number): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = code;
}
