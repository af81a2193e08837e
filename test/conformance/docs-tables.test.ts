/** The tables of docs/linkedin are complete, and their links lead somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { budgetGroups } from '../../src/linkedin/budgets.ts';

const folder = new URL('../../docs/linkedin/', import.meta.url);
const page = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const source = (path: string): string => readFileSync(new URL(`../../${path}`, folder), 'utf8');

/** Names in the first column of a section's table. */
function rows(heading: string): string[] {
  const sections = page('README.md').split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| (`[^|]+)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  );
}

describe('the first page', () => {
  it('has every option', () => {
    const interfaces = `${source('src/linkedin/client.ts')}${source('src/linkedin/telemetry.ts')}`;
    const options = [
      ...interfaces.matchAll(/^export interface (?:LinkedInClient|Telemetry)Options .*?^}/gms),
    ].flatMap(([text]) =>
      [...text.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name = '']) => name),
    );
    expect(options.length).toBeGreaterThan(10);
    expect(rows('Options').sort()).toEqual(options.sort());
  });

  it('has every limit, as it is', () => {
    expect(rows('Limits').sort()).toEqual(Object.keys(budgetGroups).sort());
    const text = page('README.md');
    for (const limits of Object.values(budgetGroups)) {
      for (const limit of Object.values(limits)) {
        expect(text).toContain(limit.toLocaleString('en-US'));
      }
    }
  });
});

describe('the page of the conformance suite', () => {
  it('has every variable of the environment', () => {
    const target = source('test/conformance/linkedin-target.ts');
    const single = [...target.matchAll(/value\('(\w+)'\)/g)].map(([, name = '']) => name);
    const pairs = [...target.matchAll(/credentials\('(\w*)'\)/g)].flatMap(([, prefix = '']) => [
      `${prefix}CLIENT_ID`,
      `${prefix}CLIENT_SECRET`,
    ]);
    const expected = [...single, ...pairs].map((name) => `RSC_LINKEDIN_${name}`);
    const named = [...page('conformance.md').matchAll(/`(RSC_LINKEDIN_\w+)`/g)];
    expect(named.map(([, name = '']) => name).sort()).toEqual(expected.sort());
  });

  it('names files that are there', () => {
    for (const [path] of page('conformance.md').matchAll(/test\/conformance\/[\w./-]+/g)) {
      expect([path, existsSync(new URL(`../../${path}`, folder))]).toEqual([path, true]);
    }
  });
});

describe('the pages', () => {
  it('link to what is there', () => {
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
      for (const [, link = ''] of page(name).matchAll(/\]\(([^)#:]+)\)/g)) {
        expect([name, link, existsSync(new URL(link, folder))]).toEqual([name, link, true]);
      }
    }
  });
});
