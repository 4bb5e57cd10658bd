/** `npm run bench -- NAME`: runs one benchmark and writes its table to test/bench/results/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clockBench } from './clock.ts';
import { describeMachine } from './machine.ts';
import { outputBench } from './output.ts';
import { secretsBench } from './secrets.ts';
import { sshBench } from './ssh.ts';
import { startBench } from './start.ts';

type Bench = (options: { readonly quick: boolean }) => Promise<string>;

const benches: Readonly<Record<string, Bench>> = {
  start: startBench,
  ssh: sshBench,
  output: outputBench,
  clock: clockBench,
  secrets: secretsBench,
};
const [name = '', ...flags] = process.argv.slice(2);
const bench = benches[name];
const quick = flags.includes('--quick');

if (bench === undefined) {
  process.stderr.write(
    `npm run bench -- NAME [--quick], where NAME is one of: ${Object.keys(benches).join(', ')}\n`,
  );
  process.exitCode = 2;
} else {
  const table = await bench({ quick });
  const text = `# ${name}\n\n\`npm run bench -- ${name}${quick ? ' --quick' : ''}\`\n\n${describeMachine()}\n\n${table}\n`;
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}${quick ? '-quick' : ''}.md`), text);
  process.stdout.write(text);
}
