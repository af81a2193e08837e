/**
 * Batch requests over a resource that is kept by key: writes the keys, splits by count and bytes,
 * sends one batch after the other [doc], and reads what the answer says of each item.
 */
import type { BudgetGroup } from './budgets.ts';
import { keyOf, type EntityForm } from './form.ts';
import { keyWriter } from './key-writer.ts';
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
  /** What a body says of it. */
  readonly entity?: object | undefined;
}

const restliMethods = {
  PUT: 'batch_update',
  POST: 'batch_partial_update',
  // None on GET and DELETE, as in LinkedIn's samples [postman].
  GET: undefined,
  DELETE: undefined,
} as const;

/** Stands where no item is; there always is one. */
const nothing: BatchItem = { context: '', fields: {}, id: '' };

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
 * @param onTold called for each item, by its index, when its batch has been answered
 * @throws LinkedInError when a batch as a whole failed; `onTold` was called for those before it
 */
export async function sendBatches(
  platform: Platform,
  call: BatchCall,
  items: readonly BatchItem[],
  onTold: (index: number, told: Told) => void,
): Promise<void> {
  const { form, method, group, extraQuery = '', signal } = call;
  const { style, sub } = form;
  const split = {
    most: platform.maxRecords(group),
    baseUrlBytes: platform.baseUrlBytes,
    extraQuery,
  };
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
  const writer = keyWriter(form);
  const at = (index: number): BatchItem => items[index] ?? nothing;
  const textOf = (index: number): string => {
    const { context, fields, id } = at(index);
    return sub === undefined ? writer.entity(context, fields) : style.entity(id);
  };
  const keyAt = (index: number): Key => {
    const { context, fields, id } = at(index);
    return sub === undefined ? keyOf(form, context, fields) : id;
  };

  // All bodies are written before anything is waited for: what is sent is what was checked, whatever
  // the caller does with its records meanwhile.
  const batches = splitItems(form, items, split, (index) => {
    onTold(index, oversized);
  });
  const requests = batches.map(({ path, query, indexes }) => {
    const texts = indexes.map(textOf);
    const body = hasBody ? bodyOf(texts, indexes.map(at)) : undefined;
    return { path, query, body, indexes, texts };
  });
  for (const { indexes, texts, ...batch } of requests) {
    const told = await platform.send({ ...request, ...batch, records: indexes.length }, (answer) =>
      readTold(form, answer, texts, () => indexes.map(keyAt), method !== 'GET'),
    );
    told.forEach((one, place) => {
      onTold(indexes[place] ?? -1, one);
    });
  }
}

/** One request: where it goes to, and which items are in it. */
export interface ItemBatch {
  readonly path: string;
  readonly query: string;
  readonly indexes: readonly number[];
}

/** Which items go into which request. @param onOversized told of those that go into none */
export function splitItems(
  form: EntityForm,
  items: readonly BatchItem[],
  limits: {
    readonly most: number;
    readonly baseUrlBytes: number;
    readonly extraQuery?: string;
  },
  onOversized: (index: number) => void,
): ItemBatch[] {
  const { style, sub } = form;
  const { most, baseUrlBytes, extraQuery = '' } = limits;
  const writer = keyWriter(form);
  const partOf = (index: number, place: number): string => {
    const { context, fields, id } = items[index] ?? nothing;
    return sub === undefined
      ? writer.queryPart(context, fields, place)
      : style.queryPart(id, place);
  };
  return [...byPath(form, items)].flatMap(([path, siblings]) => {
    const fixedBytes = baseUrlBytes + path.length + 1;
    const split = { most, fixedBytes, extraQuery };
    const batches = splitBatches(siblings, partOf, style, split, onOversized);
    return batches.map(({ query, indexes }) => ({ path, query, indexes }));
  });
}

/** Groups items, by their indexes, by the path they go to; only sub-resources have more than one. */
function byPath(form: EntityForm, items: readonly BatchItem[]): Map<string, number[]> {
  const { path, sub, style } = form;
  const groups = new Map<string, number[]>();
  if (sub === undefined) {
    return items.length === 0 ? groups : groups.set(path, [...items.keys()]);
  }
  items.forEach(({ context, fields }, index) => {
    const place = `${path}/${style.segment(keyOf(form, context, fields))}/${sub}`;
    const group = groups.get(place);
    if (group === undefined) groups.set(place, [index]);
    else group.push(index);
  });
  return groups;
}

function bodyOf(texts: readonly string[], items: readonly BatchItem[]): string {
  // Without a prototype, so that an id may be called `__proto__`.
  const entities = Object.create(null) as Record<string, object>;
  texts.forEach((text, place) => {
    entities[text] = items[place]?.entity ?? {};
  });
  return JSON.stringify({ entities });
}
