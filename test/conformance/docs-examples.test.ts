/** The examples of docs/linkedin do what the pages say, and the pages show them as they are. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { restrict } from '../../docs/linkedin/examples/acls.ts';
import { deleteApplication, syncApplication } from '../../docs/linkedin/examples/applications.ts';
import { deleteCandidate, syncCandidate } from '../../docs/linkedin/examples/candidates.ts';
import { syncJobs } from '../../docs/linkedin/examples/job-postings.ts';
import { configure, provision } from '../../docs/linkedin/examples/onboarding.ts';
import { fetchExport, readActivity } from '../../docs/linkedin/examples/retrieval.ts';
import { createLinkedInClient, type LinkedInClient } from '../../src/linkedin/index.ts';
import { clientOf } from './target.ts';
import { sandboxTarget, type SandboxTarget } from './sandbox-target.ts';

const folder = new URL('../../docs/linkedin/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, folder), 'utf8');

let target: SandboxTarget;

beforeAll(() => {
  target = sandboxTarget();
});

describe.each(['v2', 'rest'] as const)('examples over %s', (generation) => {
  let linkedIn: LinkedInClient;
  let organization: string;
  beforeAll(() => {
    linkedIn = clientOf(target, generation);
    ({ organization } = target);
  });

  it('provision an application once, however often it is asked for', async () => {
    const { partner, baseUrls, fetch } = target;
    if (partner === null) throw new Error('the sandbox has a partner');
    const client = createLinkedInClient({ ...partner, generation, baseUrls, fetch });
    const first = await provision(client, `example-${generation}`);
    expect(first?.clientId).toMatch(/\w/);
    expect(await provision(client, `example-${generation}`)).toMatchObject({
      clientId: first?.clientId,
    });
  });

  it('configure an integration that is enabled', async () => {
    expect(await configure(linkedIn, organization)).toBe(true);
  });

  it('send a job posting and wait for its task', async () => {
    const tasks = await syncJobs(linkedIn, organization, (ms) => target.passTime(ms));
    expect(tasks.map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  it('send a candidate with a note, and say who it is', async () => {
    expect(await syncCandidate(linkedIn, organization, target.person)).toBe(target.person);
  });

  it('send an application with all that hangs on it', async () => {
    expect(await syncApplication(linkedIn, organization)).toBe(true);
  });

  it('let a group see a job posting', async () => {
    expect(await restrict(linkedIn, organization, target.person)).toEqual(['hardware-team']);
  });

  it('fetch an export, and what recruiters wrote', async () => {
    const { recruiter } = target;
    const fromMs = target.now();
    const member = recruiter.anotherMember();
    const requestId = recruiter.exportCandidate(member, 'job-1');
    const [exported] = await fetchExport(linkedIn, requestId, [organization]);
    expect(exported?.profile.member).toBe(member);
    expect(await fetchExport(linkedIn, requestId, ['urn:li:organization:1'])).toEqual([]);
    recruiter.converse(member);
    recruiter.note(member, 'Answers quickly.', true);
    await target.passTime(60_000);
    const range = { fromMs, toMs: target.now() };
    const activity = await readActivity(linkedIn, target.contract, range);
    expect(activity).toMatchObject({ notes: 1, stubs: 1, closed: 0 });
    expect(activity.seats).toBeGreaterThan(0);
    expect(activity.events).toBeGreaterThan(0);
  });

  it('delete what they sent', async () => {
    expect(await deleteApplication(linkedIn, organization)).toBe(true);
    expect(await deleteCandidate(linkedIn, organization)).toBe(true);
    expect(await deleteCandidate(linkedIn, organization)).toBe(false);
  });
});

describe('the pages', () => {
  it.each(readdirSync(new URL('examples/', folder)))('show %s as it is run', (file) => {
    const page = read(file.replace(/\.ts$/, '.md'));
    expect(page).toContain(`\`\`\`ts\n${read(`examples/${file}`)}\`\`\``);
  });

  it('are linked from the first one, and errors are all in its table', () => {
    const start = read('README.md');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.md'))) {
      if (file !== 'README.md') expect(start).toContain(`(${file})`);
    }
    const source = readFileSync(new URL('../../src/linkedin/errors.ts', folder), 'utf8');
    const codes = [...source.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(8);
    for (const code of codes) expect(start).toContain(`| \`${code}\``);
  });
});
