#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`gonogo needs Node 22.18 or later; this is ${process.versions.node}\n`);
  process.exit(2);
}

// Not by import: that would load all of a module's lazy parts, and start-up counts.
const { readFileSync } = process.getBuiltinModule('fs');
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  // React chooses its build when it is imported.
  process.env.NODE_ENV = 'production';
  process.getBuiltinModule('module').enableCompileCache();
  const { main } = await import('../dist/gonogo.js');
  const code = await main(process.argv.slice(2), version);
  // Timers of the screen and an input that stays open would keep the process; what was printed goes out first.
  process.stdout.write('', () => process.exit(code));
}
