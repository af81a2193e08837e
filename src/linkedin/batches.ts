/**
 * Batch requests over a resource that is kept by key: writes the keys, splits by count and bytes,
 * sends one batch after the other [doc], and reads what the answer says of each item.
 */
import type { BudgetGroup } from './budgets.ts';
import { keyOf, type EntityForm } from './form.ts';
import { splitBatches } from './limits.ts';
import type { Platform } from './platform.ts';
import type { Key } from './restli.ts';
import { readTold, type Told } from './told.ts';

export interface BatchCall {
  readonly form: EntityForm;
  readonly group: BudgetGroup;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** What the query says besides the keys, without `&`. */
  readonly extraQuery?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Something named by a key, with what a body says of it. */
export interface BatchItem {
  readonly context: string;
  /** Where the parts of the compound key come from. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Own id below the parent's key, for sub-resources. */
  readonly id: string;
  /** JSON; written when it is checked, so that what is sent is what was checked. */
  readonly entity?: string | undefined;
}

const restliMethods = {
  PUT: 'batch_update',
  POST: 'batch_partial_update',
  // None on GET and DELETE, as in LinkedIn's samples [postman].
  GET: undefined,
  DELETE: undefined,
} as const;

/** Of an item whose key alone is longer than a query may be. */
const oversized: Told = {
  status: 0,
  result: undefined,
  error: {
    code: 'invalid',
    message: 'id: with its key it does not fit into a query of 4,096 bytes',
  },
};

/**
 * Sends items in batches, in order; those of one parent go together. Nothing is sent for none.
 * @param onTold called for each item when its batch has been answered
 * @throws LinkedInError when a batch as a whole failed; `onTold` was called for those before it
 */
export async function sendBatches<T extends BatchItem>(
  platform: Platform,
  call: BatchCall,
  items: readonly T[],
  onTold: (item: T, told: Told) => void,
): Promise<void> {
  const { form, method, group, extraQuery = '', signal } = call;
  const { style, sub } = form;
  const most = platform.maxRecords(group);
  const request = {
    method,
    route: sub === undefined ? form.path : `${form.path}/{key}/${sub}`,
    group,
    restliMethod: restliMethods[method],
    protocolVersion: style.protocolVersion,
    inTurn: method !== 'GET',
    signal,
  } as const;
  const hasBody = method === 'PUT' || method === 'POST';
  const keyFor = ({ context, fields, id }: BatchItem): Key =>
    sub === undefined ? keyOf(form, context, fields) : id;

  for (const [path, siblings] of byPath(form, items)) {
    const fixedBytes = platform.baseUrlBytes + path.length + 1;
    const keys = siblings.map(keyFor);
    const limits = { most, fixedBytes, extraQuery };
    const batches = splitBatches(siblings, keys, style, limits, (item) => {
      onTold(item, oversized);
    });
    for (const { items: batch, query } of batches) {
      const batchKeys = batch.map(keyFor);
      const texts = batchKeys.map((key) => style.entity(key));
      const body = hasBody ? bodyOf(texts, batch) : undefined;
      const told = await platform.send(
        { ...request, path, query, records: batch.length, body },
        (answer) => readTold(form, answer, batchKeys, texts),
      );
      batch.forEach((item, index) => {
        const one = told[index];
        if (one !== undefined) onTold(item, one);
      });
    }
  }
}

/** Groups items by the path they go to; only sub-resources have more than one. */
function byPath<T extends BatchItem>(form: EntityForm, items: readonly T[]): Map<string, T[]> {
  const { path, sub, style } = form;
  const groups = new Map<string, T[]>();
  if (sub === undefined) return items.length === 0 ? groups : groups.set(path, [...items]);
  for (const item of items) {
    const key = style.segment(keyOf(form, item.context, item.fields));
    const place = `${path}/${key}/${sub}`;
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [item]);
    else group.push(item);
  }
  return groups;
}

/** Put together as text: ids may be called `__proto__`, and entities are JSON already. */
function bodyOf(texts: readonly string[], items: readonly BatchItem[]): string {
  const entities = items.map(
    ({ entity = '{}' }, index) => `${JSON.stringify(texts[index] ?? '')}:${entity}`,
  );
  return `{"entities":{${entities.join(',')}}}`;
}
