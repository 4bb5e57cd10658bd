import { printableOf } from './keys.ts';

/** A line of text after one key more. */
export function editInput(input: string, key: string): string {
  if (key === 'backspace' || key === 'delete') return [...input].slice(0, -1).join('');
  if (key === 'ctrl+u') return '';
  if (key === 'ctrl+w') return input.replace(/\S*\s*$/, '');
  return [...key].length === 1 ? typeInput(input, key) : input;
}

/** The same after text that came at once. */
export function typeInput(input: string, text: string): string {
  return [...input, ...printableOf(text)].slice(0, maxInput).join('');
}

const maxInput = 400;
