import { fillValues, usedNames } from './fill-values.ts';
import { type HttpHeader, type HttpRequest, httpMethods, isSecretValue } from './http-action.ts';
import { nameFaults } from './known-names.ts';
import type { HttpFence } from './read-http.ts';
import { suggestion } from './suggest.ts';

const TOKEN = /^[!#%&'*+.^_`|~0-9A-Za-z-]+$/;
const OF_THE_WIRE = ['connection', 'content-length', 'transfer-encoding', 'upgrade', 'expect', 'te'];
const REQUEST = 'begin with `GET https://host/path`; then come lines of headers, an empty line, the body';

/** As in `.http` files: `METHOD address`, header lines, an empty line, the body. */
export function readHttpRequest(fence: HttpFence): HttpRequest | undefined {
  const [first = '', ...rest] = fence.text.replace(/^(?:[ \t]*(?:#|\/\/)[^\n]*\n|[ \t]*\n)+/, '').split('\n');
  const [, given = 'GET', url = ''] =
    /^\s*(?:([A-Za-z]+)\s+)?(\S+)(?:\s+HTTP\/[\d.]+)?\s*$/.exec(first) ?? [];
  const method = httpMethods.find((known) => known === given);
  if (url === '' || method === undefined) {
    const mend = method === undefined ? (suggestion(given, httpMethods) ?? REQUEST) : REQUEST;
    report(fence, `\`${first.trim()}\` is no request`, mend);
    return undefined;
  }
  const end = rest.findIndex((line) => line.trim() === '');
  const headers = (end === -1 ? rest : rest.slice(0, end)).flatMap((line) => readHeader(line, fence));
  const body = end === -1 ? '' : rest.slice(end + 1).join('\n');
  const request = { method, url, headers, body: body.trim() === '' ? undefined : body };
  checkBody(request, fence);
  checkNames(request, fence);
  checkAddress(request, fence);
  return request;
}

function readHeader(line: string, fence: HttpFence): readonly HttpHeader[] {
  const [, name = '', value = ''] = /^([^:]*):(.*)$/.exec(line) ?? [];
  if (!TOKEN.test(name)) {
    report(
      fence,
      `\`${line.trim()}\` is no header`,
      'write `Name: value`; the body comes after an empty line',
    );
    return [];
  }
  if (OF_THE_WIRE.includes(name.toLowerCase())) {
    report(fence, `the header \`${name}\` is not for a plan to set`, 'leave it out');
    return [];
  }
  const header = { name, value: value.trim() };
  if (
    /^(?:authorization|cookie|proxy-authorization|x-api-key)$/i.test(name) &&
    !isSecretValue(header.value)
  ) {
    fence.problems.error({
      ...fence.place,
      message: `a secret stands in the plan: the value of \`${name}\``,
      mend: `write \`${name}: env:NAME\` or \`${name}: file:PATH\`: it is read just before it is sent`,
    });
  }
  return [header];
}

function checkBody({ method, body }: HttpRequest, fence: HttpFence): void {
  if (body === undefined || (method !== 'GET' && method !== 'HEAD')) return;
  report(fence, `a ${method} has no body`, 'leave it out, or write POST');
}

function checkNames({ url, headers, body = '' }: HttpRequest, fence: HttpFence): void {
  const { vars, on } = fence;
  const texts = [url, body, ...headers.map(({ value }) => value).filter((value) => !isSecretValue(value))];
  for (const { message, mend } of nameFaults({ texts, on, vars })) report(fence, message, mend);
  if (on.type === 'hosts' && !texts.flatMap(usedNames).includes('host')) {
    report(fence, 'the same request would be made once for each host', 'write `$host` into the address');
  }
}

function checkAddress({ url }: HttpRequest, fence: HttpFence): void {
  const values = Object.fromEntries(usedNames(url).map((name) => [name, 'x1']));
  const filled = fillValues(url, values);
  const parsed = URL.canParse(filled) ? new URL(filled) : undefined;
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol) || !/^https?:\/\//i.test(url)) {
    report(fence, `\`${url}\` is no http:// or https:// address`, REQUEST);
  } else if (parsed.username !== '' || parsed.password !== '') {
    report(fence, 'a login stands in the address', 'write `Authorization: env:NAME` as a header');
  }
}

function report({ problems, place }: HttpFence, message: string, mend: string): void {
  problems.error({ ...place, message, mend });
}
