import type { MailSettings } from '../../plan/plan.ts';
import type { TargetResult } from '../../run/facts.ts';
import type { Executor, Job, JobResult } from '../executor.ts';
import { type OutputLines, outputLines } from '../output-lines.ts';
import { messageOf, oneLine } from '../reason.ts';
import { type Resolve, resolveReference } from '../reference.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { composeMail, type MailFile, type MailMessage } from './mail-message.ts';
import { parseMailServer } from './mail-server.ts';
import { type Delivery, deliverMail } from './mail-transport.ts';

export type MailOptions = {
  /** The plan's; undefined where it has none. */
  readonly mail: MailSettings | undefined;
  /** Looks references up; in this process's own environment by default. */
  readonly resolve?: Resolve | undefined;
  readonly timers?: Timers | undefined;
  readonly report?: WriteReport | undefined;
};

/** Writes the report of the run so far. */
export type WriteReport = () => Promise<MailFile>;

/** Sends the mail of a `mail` fence. Taken means taken for every receiver. */
export function createMailExecutor(options: MailOptions): Executor<JobResult> {
  const closing = new AbortController();
  return {
    perform: async (job) => {
      const lines = outputLines(job);
      const result = await send({ job, options, lines, closing: closing.signal });
      if ('reason' in result) lines.err(result.reason);
      return { result } satisfies JobResult;
    },
    close: async () => closing.abort(),
  };
}

type Send = {
  readonly job: Job;
  readonly options: MailOptions;
  readonly lines: OutputLines;
  readonly closing: AbortSignal;
};

async function send({ job, options, lines, closing }: Send): Promise<TargetResult> {
  const { mail, resolve = resolveReference, timers = systemTimers } = options;
  if (mail === undefined) return refused('the plan has no mail settings');
  const composed = composeMail(job, mail);
  if (composed.type === 'refused') return composed;
  const address = await resolve(mail.server);
  if (address.type === 'missing') return refused(`mail server: ${address.reason}`);
  const server = parseMailServer(address.value);
  if (server === undefined) return refused('the mail server is not an smtp:// address');
  const attachments = await filesOf(job, options.report);
  if ('reason' in attachments) return attachments;
  if (job.stop.aborted) return { type: 'stopped' };

  const message: MailMessage = { ...composed.message, attachments };
  const place = `${server.host}:${server.port}`;
  lines.out(
    `mail "${message.subject}" to ${message.to.join(', ')} through ${place}${attachments.map(fileWords).join('')}`,
  );
  const limit = new AbortController();
  const { timeout } = job;
  const forget = timeout === undefined ? () => undefined : timers.after(timeout, () => limit.abort());
  const signal = AbortSignal.any([job.stop, limit.signal, closing]);
  const delivery = await deliverMail({ server, message, signal });
  forget();
  if (delivery.type === 'accepted') return acceptance(delivery, place, lines);
  if (delivery.kind === 'answer') return { type: 'failed', reason: `${place}: ${delivery.reason}` };
  if (delivery.handedOver)
    return { type: 'lost', reason: `${place}: ${delivery.reason}; the mail may have been sent` };
  if (job.stop.aborted) return { type: 'stopped' };
  if (timeout !== undefined && limit.signal.aborted) return { type: 'timed-out', after: timeout };
  return refused(`${place}: ${delivery.reason}`);
}

/** A mail that was to carry the report doesn't go without it. */
async function filesOf(
  { action }: Job,
  report: WriteReport | undefined,
): Promise<readonly MailFile[] | ReturnType<typeof refused>> {
  if (action.attach === undefined) return [];
  if (report === undefined) return refused('no report can be written here');
  try {
    return [await report()];
  } catch (error) {
    return refused(`the report could not be written: ${oneLine(messageOf(error))}`);
  }
}

function fileWords({ name, html }: MailFile): string {
  return `, with ${name} (${Math.ceil(Buffer.byteLength(html) / 1000)} kB)`;
}

type Accepted = Extract<Delivery, { readonly type: 'accepted' }>;

function acceptance(
  { accepted, rejected, messageId }: Accepted,
  place: string,
  lines: OutputLines,
): TargetResult {
  const receivers = accepted.length === 1 ? '1 receiver' : `${accepted.length} receivers`;
  lines.out(`accepted by ${place} for ${receivers}, message id ${messageId}`);
  if (rejected.length === 0) return { type: 'exited', code: 0 };
  const names = rejected.map(({ address, answer }) => `${address} (${answer})`).join(', ');
  return { type: 'failed', reason: `${place} took it for ${receivers}, but not for ${names}` };
}

function refused(reason: string): Extract<TargetResult, { readonly type: 'refused' }> {
  return { type: 'refused', reason };
}
