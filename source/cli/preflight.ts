import { createHostTransport } from '../execute/host-transport.ts';
import { runPreflight } from '../execute/preflight/preflight.ts';
import type { PreflightReport } from '../execute/preflight/preflight-report.ts';
import { sshSetupOf } from '../execute/world.ts';
import type { Plan } from '../plan/plan.ts';
import { columnWidths, tableLine } from '../plan/text-table.ts';
import { widthFor } from '../plan/text-width.ts';
import { type PreflightRow, preflightRows, preflightVerdict } from '../session/preflight-table.ts';
import { passphraseAsker } from './ask-passphrase.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import { sshConfigFile } from './settings.ts';

export type PreflightCommand = {
  readonly plan: Plan;
  /** As it was named. */
  readonly file: string;
  readonly sshConfig?: string | undefined;
  readonly json: boolean;
};

/** Looks at everything a plan acts on, prints what was found, and says go or no-go. */
export async function preflight(command: PreflightCommand, io: Io): Promise<number> {
  const { plan, file, json } = command;
  const { env } = io;
  const sshConfig = sshConfigFile(command, io);
  const ssh = sshSetupOf({ plan, sshConfig, env, askPassphrase: passphraseAsker(io) });
  const transport = createHostTransport({ plan, ssh, sshConfig, env });
  try {
    const report = await runPreflight({ plan, transport, env });
    io.out(json ? `${JSON.stringify({ file, ...report }, null, 2)}\n` : await tableOf(report));
    return report.verdict === 'no-go' ? exitCodes.noGo : exitCodes.ok;
  } finally {
    await transport.close();
  }
}

async function tableOf(report: PreflightReport): Promise<string> {
  const rows = preflightRows(report.results);
  const cells = rows.map(cellsOf);
  const widthOf = await widthFor(cells.flat().join(''));
  const widths = columnWidths(cells, { widthOf, most: WIDEST });
  const lines = rows.flatMap((row, index) => {
    const mend = row.mend === undefined ? [] : [`${' '.repeat((widths[0] ?? 0) + 2)}= ${row.mend}`];
    return [tableLine(cells[index] ?? [], { widths, widthOf }), ...mend];
  });
  return [...lines, ...(lines.length > 0 ? [''] : []), preflightVerdict(report), ''].join('\n');
}

/** A longer cell pushes what follows it instead of widening every line. */
const WIDEST = 40;

function cellsOf({ verdict, where, probe, words }: PreflightRow): readonly string[] {
  return [LABELS[verdict], where, probe, words];
}

const LABELS = { go: 'go', warn: 'warn', 'no-go': 'NO-GO' } as const;
