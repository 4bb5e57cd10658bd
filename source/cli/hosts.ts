import { foldHosts } from '../plan/fold-hosts.ts';
import { expandHosts } from '../plan/host-set.ts';
import { safeLine } from '../plan/safe-text.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';

export type HostsOptions = {
  readonly expression?: string | undefined;
  readonly fold: boolean;
  readonly json: boolean;
  /** Hosts or host sets to fold; read from standard input when there are none. */
  readonly list: readonly string[];
};

/** More than this on standard input is no list of hosts. */
const MOST_INPUT = 4 * 1024 * 1024;

/** Expands a host set, one host a line; or folds hosts to the shortest notation. */
export async function hosts(options: HostsOptions, io: Io): Promise<number> {
  if (options.fold) return await fold(options, io);
  if (options.expression === undefined) {
    io.err("which hosts? For example: gonogo hosts 'web[01-12]!web03'\n");
    return exitCodes.usage;
  }
  const expanded = expand(options.expression, io);
  if (expanded === undefined) return exitCodes.usage;
  io.out(options.json ? `${JSON.stringify(expanded)}\n` : expanded.map((host) => `${host}\n`).join(''));
  return exitCodes.ok;
}

async function fold({ list, json }: HostsOptions, io: Io): Promise<number> {
  const given = list.length > 0 ? list : await readWords(io);
  if (given === undefined) return exitCodes.usage;
  const found = new Set<string>();
  for (const expression of given) {
    const expanded = expand(expression, io);
    if (expanded === undefined) return exitCodes.usage;
    for (const host of expanded) found.add(host);
  }
  const folded = foldHosts([...found]);
  io.out(`${json ? JSON.stringify(folded) : folded}\n`);
  return exitCodes.ok;
}

async function readWords(io: Io): Promise<readonly string[] | undefined> {
  if (io.stdin.isTTY === true) {
    io.err('which hosts? Name them, or give a list on standard input\n');
    return undefined;
  }
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of io.stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.length > MOST_INPUT) {
      io.err('too much on standard input for a list of hosts\n');
      return undefined;
    }
  }
  return text.split(/\s+/).filter((word) => word !== '');
}

function expand(expression: string, io: Io): readonly string[] | undefined {
  const result = expandHosts(expression);
  if (result.type === 'expanded') return result.hosts;
  const { message, offset, length } = result;
  const line = safeLine(expression);
  const pointer =
    line === expression && line.length < 200
      ? `  ${line}\n  ${' '.repeat(offset)}${'^'.repeat(Math.max(1, Math.min(length, line.length - offset)))}\n`
      : '';
  io.err(`${safeLine(message)}\n${pointer}`);
  return undefined;
}
