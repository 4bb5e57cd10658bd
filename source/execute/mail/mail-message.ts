import type { MailSettings } from '../../plan/plan.ts';
import { safeLine } from '../../plan/safe-text.ts';
import type { Job } from '../executor.ts';

export type MailMessage = {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly MailFile[];
};

/** A page that goes with a mail. */
export type MailFile = { readonly name: string; readonly html: string };

export type MailMessageResult =
  | { readonly type: 'message'; readonly message: MailMessage }
  | { readonly type: 'refused'; readonly reason: string };

/** Puts a mail together: the fence's text, a blank line, the run so far. No header can hold a line end. */
export function composeMail(job: Job, settings: MailSettings): MailMessageResult {
  const { action, context } = job;
  const to = action.to ?? settings.to;
  if (to.length === 0) return refused('the mail has no receivers');
  const wrong = [settings.from, ...to].find((address) => !ADDRESS.test(address));
  if (wrong !== undefined) return refused(`not a mail address: ${safeLine(wrong)}`);
  const parts = [action.text.trim(), context.summary.trim()].filter((part) => part !== '');
  return {
    type: 'message',
    message: {
      from: settings.from,
      to,
      subject: safeLine(action.subject ?? `${context.planTitle}: ${job.step}`).trim(),
      text: `${parts.join('\n\n')}\n`,
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Gonogo-Run': safeLine(job.run) },
      attachments: [],
    },
  };
}

/** `a@b` or `Name <a@b>`: one address each, without line ends and without the commas that would make two of it. */
const ADDRESS =
  /^(?:[^\p{Cc}\p{Zl}\p{Zp}<>,;:"@]* <[^\s<>,;:"@]+@[^\s<>,;:"@]+>|[^\s<>,;:"@]+@[^\s<>,;:"@]+)$/u;

function refused(reason: string): MailMessageResult {
  return { type: 'refused', reason };
}
