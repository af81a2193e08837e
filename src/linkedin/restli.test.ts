import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  idsQuery,
  keyStyles,
  parseListParameter,
  parseQueryKeys,
  parseRecordParameter,
  parseSegment,
  recordParameter,
} from './restli.ts';

/** Ids as people and imports make them: reserved characters, spaces, any script. */
const id = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
  fc.string({
    minLength: 1,
    maxLength: 40,
    unit: fc.constantFrom(...'&=,():%\'" +/?#[]{}*~!;@$\\|a1é候ش'),
  }),
);
const key = fc.record({
  atsCandidateId: id,
  dataProvider: fc.constant('ATS'),
  integrationContext: id,
});

describe.each(['1.0', '2.0'] as const)('Rest.li %s keys', (version) => {
  const style = keyStyles[version];

  it('come out of a query as they went in, whatever the ids hold', () => {
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 20 }), (keys) => {
        // Through a URL, as a server gets it.
        const url = new URL(`https://api.example/x?${idsQuery(style, keys)}&fields=a,b`);
        expect(parseQueryKeys(url.search.slice(1))).toEqual(keys);
      }),
    );
  });

  it('come out of a query as plain ids too, for sub-resources', () => {
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 20 }), (ids) => {
        const url = new URL(`https://api.example/x?${idsQuery(style, ids)}`);
        expect(parseQueryKeys(url.search.slice(1))).toEqual(ids);
      }),
    );
  });

  it('come out of a path as they went in', () => {
    fc.assert(
      fc.property(key, (one) => {
        const url = new URL(`https://api.example/v2/parents/${style.segment(one)}/notes?ids=1`);
        expect(parseSegment(url.pathname.split('/')[3] ?? '')).toEqual(one);
      }),
    );
  });

  it('stand beside parameters of finders, which come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 5 }), id, (owners, text) => {
        const record = { start: '1', end: text };
        const query = `q=criteria&${style.list('owners', owners)}&${recordParameter(style, 'timeRange', record)}`;
        const raw = new URL(`https://api.example/x?${query}`).search.slice(1);
        expect(parseListParameter(raw, 'owners')).toEqual(owners);
        expect(parseRecordParameter(raw, 'timeRange')).toEqual(record);
      }),
    );
  });

  it('come out of a body as they went in', () => {
    fc.assert(
      fc.property(key, (one) => {
        const body = JSON.parse(JSON.stringify({ [style.entity(one)]: 1 })) as object;
        expect(style.parse(Object.keys(body)[0] ?? '')).toEqual(one);
      }),
    );
  });
});

describe('a 1.0 key', () => {
  it('looks like the documentation shows it', () => {
    const one = {
      atsCandidateId: '7',
      dataProvider: 'ATS',
      integrationContext: 'urn:li:organization:5',
    };
    expect(keyStyles['1.0'].entity(one)).toBe(
      'atsCandidateId=7&dataProvider=ATS&integrationContext=urn:li:organization:5',
    );
    expect(idsQuery(keyStyles['1.0'], [one])).toBe(
      'ids[0].atsCandidateId=7&ids[0].dataProvider=ATS&ids[0].integrationContext=urn%3Ali%3Aorganization%3A5',
    );
  });
});

describe('the keys of a query', () => {
  it('are read from plain lists and from percent-encoded structure', () => {
    expect(parseQueryKeys('ids=A&ids=B%20C')).toEqual(['A', 'B C']);
    expect(parseQueryKeys('ids=List%28%28a%3A1%29%29')).toEqual([{ a: '1' }]);
    expect(parseQueryKeys('ids%5B0%5D.a=1')).toEqual([{ a: '1' }]);
  });

  it('are none where there are none, or where they are malformed', () => {
    for (const query of ['', 'q=criteria', 'ids=List(', 'ids=List((a))', 'ids=List()']) {
      expect(parseQueryKeys(query)).toBeNull();
    }
  });
});
