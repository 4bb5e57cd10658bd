import { cpus, release, totalmem, type } from 'node:os';

/** What the figures were measured on. */
export function describeMachine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, Node ${process.versions.node}, ${type()} ${release()}, ${cpus().length} cores ${cpu?.model.trim() ?? ''}, ${memory} GiB. Ratios count; the machine is shared.`;
}
