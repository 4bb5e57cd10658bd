import { formatDuration } from '../duration.ts';
import { formatShare } from '../share.ts';

/** A value of a plan as people read it, whatever it is; undefined where it says nothing. */
export function valueText(key: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === false) return undefined;
  if (value === true) return 'yes';
  if (typeof value === 'number') return DURATIONS.has(key) ? formatDuration(value) : String(value);
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : value.map((item) => valueText(key, item) ?? '').join(',');
  }
  return shareText(value) ?? JSON.stringify(value, (name, inner) => (PLACES.has(name) ? undefined : inner));
}

const DURATIONS: ReadonlySet<string> = new Set(['timeout', 'silence']);

/** Where something stands says nothing of it. */
const PLACES: ReadonlySet<string> = new Set(['line', 'index']);

function shareText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('value' in value))
    return undefined;
  const { type, value: amount } = value;
  if ((type !== 'count' && type !== 'percent') || typeof amount !== 'number') return undefined;
  return formatShare({ type, value: amount });
}
