/** `npm run bench -- NAME`: runs one benchmark and writes its table to test/bench/results/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { clockBench } from './clock.ts';
import { eventBench } from './event.ts';
import { logsBench } from './logs.ts';
import { parts as logsParts } from './logs-cases.ts';
import { describeMachine } from './machine.ts';
import { outputBench } from './output.ts';
import { secretsBench } from './secrets.ts';
import { seekBench } from './seek.ts';
import { parts as seekParts } from './seek-parts.ts';
import { sshBench } from './ssh.ts';
import { startBench } from './start.ts';

type BenchOptions = { readonly quick: boolean; readonly only: readonly string[] | undefined };

type Bench = {
  readonly measures: string;
  readonly run: (options: BenchOptions) => Promise<string>;
  /** What `--only` may name. */
  readonly parts?: readonly string[];
};

const benches: Readonly<Record<string, Bench>> = {
  start: { measures: 'from the call to the first frame', run: startBench },
  ssh: { measures: 'commands on many hosts, beside pdsh, clush, ansible', run: sshBench },
  output: { measures: 'a million lines from one host to the journal', run: outputBench },
  clock: { measures: 'timetable, forecast and odds of a large plan', run: clockBench },
  logs: {
    measures: 'from a key to its frame while hosts print, beside tmux and mprocs',
    run: logsBench,
    parts: logsParts,
  },
  event: { measures: 'a durable event, beside an append and fdatasync', run: eventBench },
  seek: {
    measures: 'a moment in a replay of 1 GB of output, beside scriptreplay and asciinema',
    run: seekBench,
    parts: seekParts,
  },
  secrets: { measures: 'how quickly output is masked', run: secretsBench },
};
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean' } },
});
const [name = ''] = positionals;
const bench = benches[name];
const { quick = false } = values;
const only = values.only?.split(',');
const unknown = only?.filter((part) => bench?.parts?.includes(part) !== true) ?? [];

if (bench === undefined || unknown.length > 0) {
  const out = values.help === true ? process.stdout : process.stderr;
  out.write(usage());
  process.exitCode = values.help === true ? 0 : 2;
} else {
  const table = await bench.run({ quick, only });
  const how = `${name}${quick ? ' --quick' : ''}${only === undefined ? '' : ` --only ${only.join(',')}`}`;
  const text = `# ${name}\n\n\`npm run bench -- ${how}\`\n\n${describeMachine()}\n\n${table}\n`;
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const suffix = `${only === undefined ? '' : `-${only.join('-')}`}${quick ? '-quick' : ''}`;
  writeFileSync(join(folder, `${name}${suffix}.md`), text);
  process.stdout.write(text);
}

function usage(): string {
  const rows = Object.entries(benches).map(([each, { measures, parts }]) => {
    const more = parts === undefined ? '' : `\n            --only ${parts.join(',')}`;
    return `  ${each.padEnd(8)}  ${measures}${more}\n`;
  });
  return `npm run bench -- NAME [--quick] [--only PART,PART]\n\n${rows.join('')}\nTables go to test/bench/results/NAME.md, those of a part or a quick look beside it.\n`;
}
