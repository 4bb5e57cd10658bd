import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ReceivedMail, startSmtp } from '../helpers/smtp.ts';

export type MailSink = {
  /** `smtp://127.0.0.1:PORT`. */
  readonly url: string;
  /** Where each mail becomes a file, for people to look at. */
  readonly folder: string;
  /** Oldest first. */
  readonly mails: readonly ReceivedMail[];
  readonly stop: () => Promise<void>;
};

/** Takes every mail and sends none. */
export async function startMailSink(folder: string): Promise<MailSink> {
  await mkdir(folder, { recursive: true });
  let count = 0;
  const { url, mails, stop } = await startSmtp({
    onMessage: async ({ raw }) => {
      count += 1;
      await writeFile(join(folder, `${String(count).padStart(3, '0')}.eml`), raw);
    },
  });
  return { url, folder, mails, stop };
}
