import { type Secret, shortestSecret } from './secret-pieces.ts';

/** The passwords of an address, as it has them and decoded; those too short to be hidden left out. */
export function passwordsOf(address: string): readonly Secret[] {
  const userPart = /^[a-z]+:\/\/[^/@\s]*?:([^/\s]*)@/i.exec(address)?.[1];
  const parameter = /[?&]password=([^&\s]*)/i.exec(address)?.[1];
  const found = [userPart, parameter].flatMap((text) => (text === undefined ? [] : [text, decoded(text)]));
  return [...new Set(found)]
    .filter((text) => [...text.trim()].length >= shortestSecret)
    .map((value) => ({ name: 'password', value }));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
