import { describe, expect, it } from 'vitest';
import { linkedInLocale } from './linkedin-tags.ts';

describe('linkedInLocale', () => {
  it.each([
    ['de', 'de_DE'],
    ['de-AT', 'de_AT'],
    ['en', 'en_US'],
    ['ar', 'ar_AE'],
    ['ja', 'ja_JP'],
    ['fr', 'fr_FR'],
    ['zh-Hant-TW', 'zh_TW'],
  ])('writes %s as %s', (tag, text) => {
    expect(linkedInLocale(tag)).toBe(text);
  });
});
