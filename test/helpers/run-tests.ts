/** The one test command: types, lint, tests. Ends with a line `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'gonogo-test-'));
const report = join(folder, 'report.json');

const checks = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'lint', command: ['biome', 'ci', '--error-on-warnings', '.'] },
];
let passed = 0;
let failed = 0;

for (const { name, command } of checks) {
  const ok = run(command);
  process.stdout.write(`${name}: ${ok ? 'ok' : 'failed'}\n`);
  if (ok) passed += 1;
  else failed += 1;
}

const ran = run(['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
const counts = readCounts();
passed += counts.passed;
failed += counts.failed;
if (!ran && counts.failed === 0) failed += 1;
const skipped = counts.skipped;
if (process.env.GONOGO_NO_SKIPS === '1' && skipped > 0) {
  process.stdout.write(`${skipped} skipped, and here nothing may be\n`);
  failed += skipped;
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;

function run([program = '', ...args]: readonly string[]): boolean {
  const { status } = spawnSync(program, [...args, ...(program === 'vitest' ? process.argv.slice(2) : [])], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0;
}

function readCounts(): { readonly passed: number; readonly failed: number; readonly skipped: number } {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
