import { randomBytes } from 'node:crypto';
import { createMasker } from '../../source/execute/secrets/masker.ts';
import type { Secret } from '../../source/execute/secrets/secret-pieces.ts';
import { createScanner } from '../../source/execute/secrets/secret-scanner.ts';

const size = 4 << 20;

/** Megabytes of a log that pass the masker in a second of processor time, none of them a secret. */
export async function secretsBench({ quick }: { readonly quick: boolean }): Promise<string> {
  const passwords = [1, 2, 3].map((n) => ({ name: `p${n}`, value: randomBytes(12).toString('base64') }));
  const lines = Array.from({ length: 26 }, () => randomBytes(35).toString('base64'));
  const rows: readonly (readonly [string, readonly Secret[]])[] = [
    ['3 passwords', passwords],
    ['3 passwords and a key of 26 lines', [...passwords, { name: 'key', value: lines.join('\n') }]],
  ];
  const log = logText();
  const table = rows.flatMap(([name, secrets]) =>
    [65_536, 4_096].map(
      (chunk) => `| ${name} | ${chunk >> 10} KiB | ${speed({ secrets, log, chunk, quick })} |`,
    ),
  );
  return [
    '| secrets | pieces of | MB/s |',
    '|---|---|---|',
    '| none | any | passed on as they are |',
    ...table,
  ].join('\n');
}

type Speed = {
  readonly secrets: readonly Secret[];
  readonly log: Buffer;
  readonly chunk: number;
  readonly quick: boolean;
};

function speed({ secrets, log, chunk, quick }: Speed): number {
  const scanner = createScanner(secrets);
  const masker = createMasker({ scanner: () => scanner });
  const pass = () => {
    for (let at = 0; at < log.length; at += chunk) masker.push(log.subarray(at, at + chunk));
  };
  for (let n = 0; n < 10; n += 1) pass();
  const times = quick ? 10 : 100;
  const before = process.cpuUsage();
  for (let n = 0; n < times; n += 1) pass();
  const { user, system } = process.cpuUsage(before);
  return Math.round((times * log.length) / (user + system));
}

function logText(): Buffer {
  const line = (n: number) =>
    `05:41:${n % 60} INFO  [main] org.sakaiproject.Component ${randomBytes(20).toString('hex')} Server startup in ${n} ms\n`;
  return Buffer.from(Array.from({ length: size / 100 }, (_, n) => line(n)).join('')).subarray(0, size);
}
