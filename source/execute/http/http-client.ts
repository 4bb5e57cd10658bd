import type { IncomingMessage, RequestOptions } from 'node:http';
import { messageOf, oneLine } from '../reason.ts';
import type { Timers } from '../timers.ts';

export type HttpOrder = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Certificates to trust instead of this machine's. */
  readonly ca: string | undefined;
  /** Milliseconds for all of it, the body included. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  readonly timers: Timers;
};

export type HttpAnswer =
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly phrase: string;
      /** Names in lower case; several of a name joined with `, `. */
      readonly headers: Readonly<Record<string, string>>;
      /** The first `mostBody` bytes of it. */
      readonly body: string;
      readonly cut: boolean;
      /** Milliseconds until its first line was there. */
      readonly latency: number;
    }
  | {
      readonly type: 'trouble';
      readonly kind: 'connection' | 'timed-out' | 'aborted';
      readonly reason: string;
      /** The server may have seen the request. */
      readonly sent: boolean;
      readonly latency: number;
    };

/** Bytes of a body that are read; no more are taken from the server. */
export const mostBody = 1_048_576;

/** One request over a connection of its own; follows no redirect. Never rejects. */
export async function sendRequest(order: HttpOrder): Promise<HttpAnswer> {
  const { url, timers, timeout, signal, body } = order;
  const began = timers.now();
  const trouble = (kind: 'connection' | 'timed-out' | 'aborted', reason: string, sent: boolean) =>
    ({ type: 'trouble', kind, reason, sent, latency: timers.now() - began }) as const;
  const { request: make, options } = await requester(order);
  if (signal.aborted) return trouble('aborted', 'stopped before it began', false);
  const request = make(url, options);
  let sent = false;
  return await new Promise((resolve) => {
    const settle = (answer: HttpAnswer) => {
      forget();
      signal.removeEventListener('abort', abort);
      resolve(answer);
      request.destroy();
    };
    const abort = () => settle(trouble('aborted', 'it was given up', sent));
    const forget = timers.after(timeout, () =>
      settle(trouble('timed-out', `no whole answer within ${timeout / 1000} s`, sent)),
    );
    signal.addEventListener('abort', abort, { once: true });
    request.on('error', (error) => settle(trouble('connection', reasonOf(error, url), sent)));
    request.on('socket', (socket) => {
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        sent = true;
      });
    });
    request.on('response', (response) => {
      const latency = timers.now() - began;
      void readBody(response).then(
        (read) => settle({ ...headOf(response), ...read, latency }),
        (error: unknown) => settle(trouble('connection', reasonOf(error, url), true)),
      );
    });
    request.end(body);
  });
}

async function requester({ url, method, headers, ca }: HttpOrder) {
  const options: RequestOptions = { method, headers: { ...headers }, agent: false };
  if (url.protocol !== 'https:') return { request: (await import('node:http')).request, options };
  const { request } = await import('node:https');
  return { request, options: { ...options, ca, rejectUnauthorized: true } };
}

function headOf({ statusCode = 0, statusMessage = '', headers }: IncomingMessage) {
  const flat = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')]],
  );
  return {
    type: 'answered',
    status: statusCode,
    phrase: oneLine(statusMessage, 60),
    headers: Object.fromEntries(flat),
  } as const;
}

async function readBody(
  response: IncomingMessage,
): Promise<{ readonly body: string; readonly cut: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > mostBody) break;
  }
  const body = Buffer.concat(chunks).subarray(0, mostBody).toString('utf8');
  return { body, cut: length > mostBody };
}

/** Node says `Parse Error: …` of what is no HTTP, and `self-signed certificate` of what isn't trusted. */
function reasonOf(error: unknown, url: URL): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return `nothing listens on ${url.host}`;
  if (code === 'ENOTFOUND') return `no host is called ${url.hostname}`;
  if (code === 'ECONNRESET') return 'the server broke the connection off';
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME/.test(code)) {
    return `the certificate of ${url.host} is not trusted: ${oneLine(messageOf(error))}`;
  }
  return oneLine(messageOf(error));
}
