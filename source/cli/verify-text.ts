import { plainText } from '../session/terminal-text.ts';
import type { CheckpointVerdict, RecordVerdict } from './verify-record.ts';

/** What `gonogo verify` prints for people. Whoever changed a record may have put anything into it. */
export function verifyText(verdict: RecordVerdict): string {
  const { run, problems } = verdict;
  const end =
    problems.length === 0
      ? `Run ${run}: the record is INTACT.`
      : `Run ${run}: the record is NOT as gonogo wrote it.`;
  return [
    ...chainLines(verdict),
    ...outputLines(verdict),
    ...signatureLines(verdict),
    ...problems.map((problem) => `PROBLEM      ${problem}`),
    end,
  ]
    .map((line) => `${plainText(line)}\n`)
    .join('');
}

function chainLines({ events, head, badEvent }: RecordVerdict): readonly string[] {
  const good = badEvent === undefined ? events : badEvent.seq - 1;
  return [
    `Events       ${counted(good, 'event')} of ${events} in one unbroken chain`,
    ...(head === undefined ? [] : [`Head         ${head}`]),
  ];
}

function outputLines({ output: { bytes, streams, later, uncovered } }: RecordVerdict): readonly string[] {
  return [
    `Output       ${counted(bytes, 'byte')} of ${counted(streams, 'stream')} as they were recorded`,
    ...(later === 0
      ? []
      : [`             ${counted(later, 'byte')} more came after the result was recorded`]),
    ...(uncovered === 0
      ? []
      : [`             ${counted(uncovered, 'byte')} with no digest: no result was recorded for them`]),
  ];
}

function signatureLines({ checkpoints }: RecordVerdict): readonly string[] {
  const good = checkpoints.filter((checkpoint) => checkpoint.good);
  if (good.length === 0) return ['Signatures   none: the record is not signed'];
  return good.map(
    (checkpoint, index) => `${index === 0 ? 'Signatures  ' : '            '} ${signer(checkpoint)}`,
  );
}

function signer({ seq, key, keyType, by, principal, reason }: CheckpointVerdict): string {
  const who = principal ?? reason ?? 'whose key it is was not asked: give --allowed-signers';
  return `up to event ${seq}, at the keyboard of ${by}: ${key} (${keyType}), ${who}`;
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
}
