/**
 * Writes the keys of a form as its style does, but quickly: records leave by the hundred, and of their
 * keys all but an id is always the same. What is the same is put together once.
 */
import type { EntityForm } from './form.ts';
import type { KeySyntax } from './restli.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface KeyWriter {
  /** As `queryPart` of the form's style. */
  queryPart(context: string, fields: Fields, index: number): string;
  /** As `entity` of the form's style. */
  entity(context: string, fields: Fields): string;
}

const made = new WeakMap<EntityForm, KeyWriter>();

/** The writer of a form's compound keys. */
export function keyWriter(form: EntityForm): KeyWriter {
  const writer = made.get(form) ?? make(form);
  made.set(form, writer);
  return writer;
}

function make({ key, style }: EntityForm): KeyWriter {
  const { querySyntax, entitySyntax } = style;
  /** Fields whose values differ from key to key. */
  const fields = key.filter(([, field]) => field !== '=').map(([, field]) => field);

  /** What stands before, between and after the values. */
  const fixed = ({ open, between, separator, close }: KeySyntax, prefix: string): string[] => {
    const texts = [open];
    key.forEach(([name, field], at) => {
      texts[texts.length - 1] += `${at === 0 ? '' : separator}${prefix}${name}${between}`;
      if (field === '=') texts[texts.length - 1] += 'ATS';
      else texts.push('');
    });
    texts[texts.length - 1] += close;
    return texts;
  };
  const filled = (
    texts: readonly string[],
    { encode }: KeySyntax,
    context: string,
    values: Fields,
  ): string => {
    let text = texts[0] ?? '';
    fields.forEach((field, at) => {
      const value = field === 'integrationContext' ? context : (values[field] as string);
      text += encode(value) + (texts[at + 1] ?? '');
    });
    return text;
  };

  const entityTexts = fixed(entitySyntax, '');
  const queryTexts: string[][] = [];
  return {
    queryPart(context, values, index) {
      const texts = (queryTexts[index] ??= fixed(querySyntax, style.queryPrefix(index)));
      return filled(texts, querySyntax, context, values);
    },
    entity: (context, values) => filled(entityTexts, entitySyntax, context, values),
  };
}
