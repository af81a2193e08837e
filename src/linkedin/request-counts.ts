/** How many requests records take, before they are there: their names are enough. */
import { splitItems, type BatchItem } from './batches.ts';
import { budgetGroups, maxRecordsOf, type GroupLimits } from './budgets.ts';
import { entityResources, type EntityName, type Generation } from './forms.ts';

export interface RequestCountOptions {
  readonly generation: Generation;
  readonly context: string;
  /** The documented ones if left out. */
  readonly limits?: GroupLimits | undefined;
  /** Of the API's base URL. */
  readonly baseUrlBytes: number;
}

/**
 * Requests for records that are handed over together.
 * @param names the fields of each that name it
 */
export function countRequests(
  name: EntityName,
  names: readonly Readonly<Record<string, unknown>>[],
  { generation, context, limits = budgetGroups.sync, baseUrlBytes }: RequestCountOptions,
): number {
  const { forms, keyFields } = entityResources[name];
  const form = forms[generation];
  if (form === null) return 0;
  const ownId = keyFields.at(-1) ?? 'id';
  const items = names.map((fields): BatchItem => {
    const named = { entityType: 'JOB_POSTING', ...fields };
    return { context, fields: named, id: String(fields[ownId]) };
  });
  return splitItems(form, items, { most: maxRecordsOf(limits), baseUrlBytes }, () => undefined)
    .length;
}
