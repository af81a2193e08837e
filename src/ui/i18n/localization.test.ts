import { describe, expect, it } from 'vitest';
import { errorTable, type ErrorCode } from '../../protocol/errors.ts';
import { errorGroups, groupOf } from './error-groups.ts';
import { en } from './locales/en.ts';
import { languages, loadLocalization, pickLocale } from './localization.ts';
import { format, type Messages } from './messages.ts';

/** Every message by its path, `errors.offline.title`. */
function flatten(value: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    if (typeof item === 'string') found.set(prefix + key, item);
    else
      for (const [path, text] of flatten(item as object, `${prefix}${key}.`)) found.set(path, text);
  }
  return found;
}

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();
const english = flatten(en);

describe.each(languages)('locale %s', (language) => {
  const load = async (): Promise<Messages> => (await loadLocalization(language)).messages;

  it('says everything that English says, and nothing else', async () => {
    expect([...flatten(await load()).keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('leaves nothing empty and keeps every placeholder', async () => {
    for (const [path, text] of flatten(await load())) {
      expect(text.trim(), path).toBe(text);
      expect(text, path).not.toBe('');
      expect(placeholders(text), path).toEqual(placeholders(english.get(path) ?? ''));
    }
  });

  it('has words of its own for every failure', async () => {
    const { errors } = await load();
    const titles = errorGroups.map((group) => errors[group].title);
    expect(new Set(titles).size).toBe(titles.length);
    if (language !== 'en') {
      for (const group of errorGroups) expect(errors[group].text).not.toBe(en.errors[group].text);
    }
  });
});

describe('error groups', () => {
  it('has a sentence for every code', () => {
    for (const code of Object.keys(errorTable) as ErrorCode[]) {
      expect(en.errors[groupOf(code)], code).toBeDefined();
    }
  });

  it('asks nobody to try again where that cannot help', () => {
    for (const code of Object.keys(errorTable) as ErrorCode[]) {
      const { text } = en.errors[groupOf(code)];
      if (!errorTable[code].retryable) expect(text, code).not.toMatch(/try again/i);
    }
  });

  it('uses every group', () => {
    const used = new Set((Object.keys(errorTable) as ErrorCode[]).map(groupOf));
    expect(errorGroups.filter((group) => !used.has(group))).toEqual([]);
  });
});

describe('pickLocale', () => {
  it('takes the first tag in whose language we speak, with its region', () => {
    expect(pickLocale(['fr-FR', 'de-AT', 'ja'])).toBe('de-AT');
    expect(pickLocale(['EN-gb'])).toBe('EN-gb');
  });

  it('falls back to English', () => {
    expect(pickLocale(['fr'])).toBe('en');
    expect(pickLocale([])).toBe('en');
    expect(pickLocale(['de-x'])).toBe('en');
    expect(pickLocale(['constructor'])).toBe('en');
  });
});

describe('loadLocalization', () => {
  it('keeps the region and knows the direction', async () => {
    expect(await loadLocalization('ar-EG')).toMatchObject({ locale: 'ar-EG', direction: 'rtl' });
    expect(await loadLocalization('de-AT')).toMatchObject({ locale: 'de-AT', direction: 'ltr' });
    expect(await loadLocalization('tlh')).toMatchObject({ locale: 'en', direction: 'ltr' });
  });
});

describe('format', () => {
  it('fills placeholders and leaves unknown ones visible', () => {
    expect(format('Synced {when} by {who}', { when: 'now' })).toBe('Synced now by {who}');
  });
});
