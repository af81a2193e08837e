/** `docs/errors.md` is where developers are sent with a code: it has to know each, and no other. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  errorAnchor,
  errorTable,
  isErrorCode,
  type ErrorCode,
  type ErrorOwner,
} from '../protocol/errors.ts';

const owners: Readonly<Record<ErrorOwner, string>> = {
  viewer: 'the person looking',
  site: 'whoever runs the page',
  ats: "whoever runs the ATS's server",
  partner: 'whoever runs the partner backend',
  linkedin: 'LinkedIn',
};

/** Sections by anchor. */
const sections = new Map(
  readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const end = section.indexOf('\n');
      const [text = ''] = section.slice(end).split(/^## /m);
      return [section.slice(0, end), text.trim()] as const;
    }),
);
const codes = Object.keys(errorTable).filter(isErrorCode);

describe('docs/errors.md', () => {
  it('has a section for each code, in the order of the table, and no other', () => {
    expect([...sections.keys()]).toEqual(codes.map((code) => code.replaceAll('_', '-')));
  });

  it.each(codes)('says of %s what happened, who acts, and what to do', (code: ErrorCode) => {
    const anchor = errorAnchor(code).slice(1);
    const [facts = '', what = '', remedy = ''] = (sections.get(anchor) ?? '').split('\n\n');
    const { owner, retryable, state } = errorTable[code];
    expect(facts.split(' · ')).toEqual([
      `\`${code}\``,
      `acts: ${owners[owner]}`,
      `trying again ${retryable ? 'can help' : 'does not help'}`,
      `state \`${state}\``,
    ]);
    expect(what.length).toBeGreaterThan(20);
    expect(remedy).toMatch(/^\*\*What to do\.\*\* \w/);
  });
});
