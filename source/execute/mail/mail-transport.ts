import type { SMTPTransportOptions } from 'nodemailer';
import { messageOf, oneLine } from '../reason.ts';
import type { MailMessage } from './mail-message.ts';
import type { MailServer } from './mail-server.ts';

export type Delivery =
  | {
      readonly type: 'accepted';
      readonly accepted: readonly string[];
      /** Receivers the server did not take, each with its answer. */
      readonly rejected: readonly { readonly address: string; readonly answer: string }[];
      readonly messageId: string;
    }
  | {
      readonly type: 'trouble';
      readonly reason: string;
      /** `connection`: it was lost, or could not be made. `answer`: the server said no. */
      readonly kind: 'connection' | 'answer';
      /** The whole message had been handed over: it may be on its way. */
      readonly handedOver: boolean;
    };

export type Deliver = {
  readonly server: MailServer;
  readonly message: MailMessage;
  readonly signal: AbortSignal;
};

const CONNECT_TIMEOUT = 10_000;
const SILENCE_TIMEOUT = 60_000;

/** Hands one mail to the server over a connection of its own. Never rejects. */
export async function deliverMail({ server, message, signal }: Deliver): Promise<Delivery> {
  const { createTransport } = await import('nodemailer');
  let handedOver = false;
  const options: SMTPTransportOptions = {
    ...optionsFor(server),
    socketTimeout: SILENCE_TIMEOUT,
    disableFileAccess: true,
    disableUrlAccess: true,
    // The only place where it says that the last byte of a message is out.
    logger: {
      info: (entry: { readonly tnx?: string }) => {
        if (entry.tnx === 'message') handedOver = true;
      },
    },
  };
  const transport = createTransport(options);
  try {
    const { to, headers, attachments, ...rest } = message;
    const info = await transport.sendMail({
      ...rest,
      to: [...to],
      headers: { ...headers },
      attachments: attachments.map(({ name, html }) => ({
        filename: name,
        content: html,
        contentType: 'text/html; charset=utf-8',
      })),
      signal,
    });
    const rejected = info.rejected.map((address, index) => ({
      address,
      answer: answerOf(info.rejectedErrors?.[index]),
    }));
    return { type: 'accepted', accepted: info.accepted, rejected, messageId: info.messageId };
  } catch (error) {
    const kind = CONNECTION_CODES.has(textOf(error, 'code')) ? 'connection' : 'answer';
    return { type: 'trouble', reason: oneLine(messageOf(error)), kind, handedOver };
  } finally {
    transport.close();
  }
}

/** Greets the server and logs in, without a mail. The reason why it can't; undefined where it can. Never rejects. */
export async function greetMailServer(server: MailServer): Promise<string | undefined> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({ ...optionsFor(server), socketTimeout: CONNECT_TIMEOUT });
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    return oneLine(messageOf(error));
  } finally {
    transport.close();
  }
}

function optionsFor({ auth, verify, ...place }: MailServer): SMTPTransportOptions {
  return {
    ...place,
    ...(auth === undefined ? {} : { auth }),
    tls: { rejectUnauthorized: verify },
    connectionTimeout: CONNECT_TIMEOUT,
    greetingTimeout: CONNECT_TIMEOUT,
    dnsTimeout: CONNECT_TIMEOUT,
  };
}

const CONNECTION_CODES = new Set([
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EPROTOCOL',
  'EABORT',
]);

function answerOf(error: unknown): string {
  return oneLine(textOf(error, 'response') || messageOf(error));
}

function textOf(error: unknown, field: string): string {
  const value: unknown = error instanceof Error ? Reflect.get(error, field) : undefined;
  return typeof value === 'string' ? value : '';
}
