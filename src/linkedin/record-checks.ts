/** The checks of one resource's records and of what names them. */
import * as z from 'zod';
import type { EntityResource } from './form.ts';
import { quickCheckOf } from './quick-check.ts';
import { invalidRecord, type RecordResult } from './record-results.ts';

export type Fields = Readonly<Record<string, unknown>>;
type Checked = { readonly fields: Fields } | (RecordResult & { readonly ok: false });

export interface RecordChecks {
  /** A record as it is to be sent, or what is wrong with it. */
  checkRecord(input: unknown): Checked;
  /** The fields that make a key, or what is wrong with them. */
  checkRef(input: unknown): Checked;
}

const made = new WeakMap<EntityResource, RecordChecks>();

export function recordChecks(resource: EntityResource): RecordChecks {
  const checks = made.get(resource) ?? make(resource);
  made.set(resource, checks);
  return checks;
}

function make({ schema, keyFields }: EntityResource): RecordChecks {
  const ownId = keyFields.at(-1) ?? 'id';
  const isPlainlyGood = quickCheckOf(schema);
  // Other fields are left out, so that whole records can be named by themselves.
  const ref = z.object(
    Object.fromEntries(keyFields.map((field) => [field, shapeOf(schema, field)])),
  );
  const check = (by: z.ZodType, input: unknown): Checked => {
    const parsed = by.safeParse(input);
    return parsed.success
      ? { fields: parsed.data as Fields }
      : invalidRecord(parsed.error, input, ownId);
  };
  return {
    checkRecord: (input) =>
      isPlainlyGood(input) ? { fields: input as Fields } : check(schema, input),
    checkRef: (input) => check(ref, input),
  };
}

function shapeOf({ shape }: z.ZodObject, field: string): z.core.$ZodType {
  const schema = shape[field] as z.core.$ZodType | undefined;
  if (schema === undefined) throw new TypeError(`no such field: ${field}`);
  return schema;
}
