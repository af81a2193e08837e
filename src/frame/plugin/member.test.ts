import { describe, expect, it } from 'vitest';
import { memberOf } from './member.ts';

const urn = 'urn:li:person:a_B-9';

describe('memberOf', () => {
  it.each([
    [urn],
    [` ${urn}\n`],
    [{ member: urn }],
    [{ personUrn: urn, name: 'x' }],
    [{ member: { id: urn } }],
    [{ data: { anything: urn } }],
    [[urn]],
  ])('finds the URN in %j', (value) => {
    expect(memberOf(value)).toBe(urn);
  });

  it.each([
    [undefined],
    [null],
    [42],
    [''],
    ['urn:li:organization:1'],
    [`${urn}"><script>`],
    [{ member: 'Jane Doe' }],
    [{ a: { b: { c: { d: urn } } } }],
  ])('finds none in %j', (value) => {
    expect(memberOf(value)).toBeNull();
  });

  it('prefers what is named after the member', () => {
    expect(memberOf({ viewer: 'urn:li:person:viewer', member: urn })).toBe(urn);
  });

  it('survives a circle', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(memberOf(circle)).toBeNull();
  });
});
