/**
 * Batch requests over a resource that is kept by key: writes the keys, splits by count and bytes,
 * sends one batch after the other [doc], and reads what the answer says of each item.
 */
import { batchAnswer, type BatchAnswer, type EntityError } from './answers/batch.ts';
import type { BudgetGroup } from './budgets.ts';
import { keyOf, type EntityForm } from './forms.ts';
import { splitBatches } from './limits.ts';
import { parseAnswer, type Send } from './transport.ts';

export interface BatchCall {
  readonly form: EntityForm;
  readonly group: BudgetGroup;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Bytes of the API's base URL. */
  readonly baseUrlBytes: number;
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
  readonly entity?: unknown;
}

/** What an answer says of one item. */
export interface Told {
  readonly status: number | undefined;
  readonly result: unknown;
  readonly error: EntityError | undefined;
}

const restliMethods = {
  PUT: 'batch_update',
  POST: 'batch_partial_update',
  // None on GET and DELETE, as in LinkedIn's samples [postman].
  GET: undefined,
  DELETE: undefined,
} as const;

/**
 * Sends items in batches, in order; those of one parent go together.
 * @param onTold called for each item when its batch has been answered
 * @throws LinkedInError when a batch as a whole failed; `onTold` was called for those before it
 */
export async function sendBatches<T extends BatchItem>(
  send: Send,
  call: BatchCall,
  items: readonly T[],
  onTold: (item: T, told: Told) => void,
): Promise<void> {
  const { form, method, group, baseUrlBytes, extraQuery = '', signal } = call;
  const { style, sub } = form;
  const route = sub === undefined ? form.path : `${form.path}/{key}/${sub}`;
  const hasBody = method === 'PUT' || method === 'POST';

  for (const [path, siblings] of byPath(form, items)) {
    const keys = siblings.map(({ context, fields, id }) =>
      sub === undefined ? keyOf(form, context, fields) : id,
    );
    const fixedBytes = baseUrlBytes + path.length + 1;
    let at = 0;
    for (const batch of splitBatches(siblings, keys, style, extraQuery, fixedBytes)) {
      const texts = keys.slice(at, at + batch.items.length).map((key) => style.entity(key));
      at += batch.items.length;
      const answer = await send(
        {
          method,
          path,
          route,
          query: batch.query,
          group,
          records: batch.items.length,
          restliMethod: restliMethods[method],
          protocolVersion: style.protocolVersion,
          signal,
          ...(hasBody ? { body: { entities: entitiesOf(texts, batch.items) } } : {}),
        },
        (got) => parseAnswer(batchAnswer, got),
      );
      const toldOf = reader(form, answer);
      batch.items.forEach((item, index) => {
        onTold(item, toldOf(texts[index] ?? ''));
      });
    }
  }
}

/** Groups items by the path they go to; only sub-resources have more than one. */
function byPath<T extends BatchItem>(form: EntityForm, items: readonly T[]): Map<string, T[]> {
  const { path, sub, style } = form;
  if (sub === undefined) return new Map(items.length === 0 ? [] : [[path, [...items]]]);
  return Map.groupBy(
    items,
    ({ context, fields }) => `${path}/${style.segment(keyOf(form, context, fields))}/${sub}`,
  );
}

function entitiesOf(
  texts: readonly string[],
  items: readonly BatchItem[],
): Record<string, unknown> {
  // Without a prototype, so that an id may be called `__proto__`.
  const entities = Object.create(null) as Record<string, unknown>;
  texts.forEach((text, index) => {
    entities[text] = items[index]?.entity ?? {};
  });
  return entities;
}

/**
 * Looks up what an answer says of a key. Answers may write a key in another order or encoding than
 * it was sent in.
 */
function reader(form: EntityForm, answer: BatchAnswer): (text: string) => Told {
  let written: Map<string, string> | undefined;
  const has = (text: string): boolean =>
    Object.hasOwn(answer.results, text) ||
    Object.hasOwn(answer.errors, text) ||
    Object.hasOwn(answer.statuses, text);
  const own = <T>(entries: Readonly<Record<string, T>>, text: string): T | undefined =>
    Object.hasOwn(entries, text) ? entries[text] : undefined;
  return (sent) => {
    let text = sent;
    if (!has(sent)) {
      written ??= new Map(
        [answer.statuses, answer.results, answer.errors]
          .flatMap((entries) => Object.keys(entries))
          .map((key) => [canonical(form, key), key]),
      );
      text = written.get(canonical(form, sent)) ?? sent;
    }
    const error = own(answer.errors, text);
    return {
      status: error?.status ?? own(answer.statuses, text),
      result: error === undefined ? own(answer.results, text) : undefined,
      error,
    };
  };
}

const canonical = ({ style, sub }: EntityForm, text: string): string => {
  const key = sub === undefined ? style.parse(text) : null;
  return key === null ? text : JSON.stringify(Object.entries(key).sort());
};
