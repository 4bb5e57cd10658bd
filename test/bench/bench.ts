/** `npm run bench -- NAME`: runs one benchmark and writes its table to test/bench/results/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeMachine } from './machine.ts';
import { startBench } from './start.ts';

const benches: Readonly<Record<string, () => Promise<string>>> = { start: startBench };
const name = process.argv[2] ?? '';
const bench = benches[name];

if (bench === undefined) {
  process.stderr.write(`npm run bench -- NAME, where NAME is one of: ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  const table = await bench();
  const text = `# ${name}\n\n\`npm run bench -- ${name}\`\n\n${describeMachine()}\n\n${table}\n`;
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.md`), text);
  process.stdout.write(text);
}
