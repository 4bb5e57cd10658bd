/** Data as JSON that can be shown in a terminal: what a reader would not see is written as an escape. */
export function jsonText(data: unknown): string {
  const text = JSON.stringify(data, null, 2).replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\udb40[\udc00-\udc7f]/g,
    (hidden) => hidden.split('').map(escaped).join(''),
  );
  return `${text}\n`;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
