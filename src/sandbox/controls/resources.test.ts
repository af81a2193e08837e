import { describe, expect, it } from 'vitest';
import { pathOf, resourceOf } from './resources.ts';

describe('the resource of a path', () => {
  it.each([
    ['/v2/atsCandidates', 'atsCandidates', 'sync'],
    ['/v2/atsCandidates/atsCandidateId=1&dataProvider=ATS/notes', 'atsCandidates', 'sync'],
    ['/rest/candidateNotes', 'candidateNotes', 'sync'],
    ['/rest/atsEntityAcls', 'atsEntityAcls', 'sync'],
    ['/v2/simpleJobPostingTasks', 'simpleJobPostingTasks', 'jobs'],
    ['/v2/atsIntegrations', 'atsIntegrations', 'integrations'],
    ['/v2/atsIntegrations/key/configurations', 'configurations', 'configurations'],
    ['/v2/provisionedApplications/urn%3Ali%3A1', 'provisionedApplications', 'provisioning'],
  ])('of %s is %s of %s', (path, name, family) => {
    expect(resourceOf(path)).toEqual({ name, family });
  });

  it.each([
    '/',
    '/v2/',
    '/v2/nothing',
    '/oauth/v2/accessToken',
    '/x/atsCandidates',
    '/v2/toString',
  ])('of %s is none', (path) => {
    expect(resourceOf(path)).toBeNull();
  });
});

describe('the path of an address', () => {
  it.each([
    ['http://localhost:1/v2/atsCandidates?ids=1', '/v2/atsCandidates'],
    ['http://localhost/a#b?c', '/a'],
    ['http://localhost', '/'],
    ['http://localhost/', '/'],
    ['http://localhost/a/b:%2F', '/a/b:%2F'],
  ])('of %s is %s', (url, path) => {
    expect(pathOf(url)).toBe(path);
  });
});
