import * as z from 'zod/mini';
import { EXAMPLES, knownKeys, SHAPE } from './front-matter-schema.ts';

/** Where it is in the package, beside the bundle; the build puts it there. */
export const JSON_SCHEMA_FILE = 'front-matter.schema.json';

/** The front matter for editors: JSON Schema, as their YAML language servers take it. */
export function frontMatterJsonSchema(): unknown {
  const made: unknown = z.toJSONSchema(z.strictObject(SHAPE), { target: 'draft-7' });
  if (!isRecord(made) || !isRecord(made.properties)) throw new Error('the schema has no properties');
  const { properties } = made;
  return {
    ...made,
    title: 'Front matter of a gonogo plan',
    required: ['window', 'roles'],
    properties: Object.fromEntries(knownKeys.map((key) => [key, described(key, properties[key])])),
  };
}

function described(key: string, schema: unknown): unknown {
  const mend = Object.entries(EXAMPLES).find(([known]) => known === key)?.[1];
  return { description: mend, ...(isRecord(schema) ? widened(schema) : {}) };
}

/** gonogo takes every value as it is written; for an editor `018` is a number, `no` a truth. */
function widened(schema: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  // Names of keys are words anyway.
  const inner = Object.entries(schema)
    .filter(([key]) => key !== 'propertyNames')
    .map(([key, value]) => [key, deep(value)] as const);
  const scalar = schema.type === 'string' ? { type: ['string', 'number', 'boolean'] } : {};
  return { ...Object.fromEntries(inner), ...scalar };
}

function deep(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deep);
  return isRecord(value) ? widened(value) : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
