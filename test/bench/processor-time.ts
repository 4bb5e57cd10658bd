import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** Seconds of the processors that a process and its children that have ended have taken so far. */
export function processorTime(pid: number): number {
  const folder = `/proc/${pid}`;
  const threads = readdirSync(`${folder}/task`).map((id) => nanoseconds(`${folder}/task/${id}/schedstat`));
  const own = threads.reduce((sum, each) => sum + each, 0) / 1e9;
  const stat = readFileSync(`${folder}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const children = Number(fields[13]) + Number(fields[14]);
  return own + children / ticksPerSecond;
}

/** Seconds that its threads were ready to run and had no processor so far: how much a busy machine disturbs. */
export function waitingTime(pid: number): number {
  const folder = `/proc/${pid}/task`;
  const threads = readdirSync(folder).map((id) => nanoseconds(`${folder}/${id}/schedstat`, 1));
  return threads.reduce((sum, each) => sum + each, 0) / 1e9;
}

function nanoseconds(file: string, field = 0): number {
  return Number(readFileSync(file, 'utf8').split(' ')[field]);
}
