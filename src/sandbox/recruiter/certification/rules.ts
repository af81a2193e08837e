/**
 * The rules of certification, as far as the public pages show them, with where each is carried out
 * [doc, module pages]. The old test cases of module 3 stand in for its RSC-3xx rules, whose ids
 * could not be read [unknown].
 */
import type { ApplicationFacts, CertificationFacts, Count } from './facts.ts';

export interface Rule {
  readonly id: string;
  readonly title: string;
  /** What to do, step by step. */
  readonly steps: readonly Step[];
  readonly expect: string;
  /** What the sandbox has counted. */
  readonly facts: (facts: CertificationFacts) => readonly Fact[];
}

export interface Step {
  readonly text: string;
  /** Page of Recruiter's where it is done; without, it is done in the ATS. */
  readonly href?: string;
  readonly link?: string;
}

export type Fact = readonly [label: string, value: string | number];

export interface Module {
  readonly name: string;
  readonly rules: readonly Rule[];
}

const search: Omit<Step, 'text'> = { href: '/talent/search', link: 'Search members' };
const jobs: Omit<Step, 'text'> = { href: '/talent/jobs', link: 'Jobs' };
const integrations: Omit<Step, 'text'> = { href: '/talent/integrations', link: 'Integrations' };
const inMail: Omit<Step, 'text'> = { href: '/talent/inmail', link: 'InMail' };

const count = (label: string, { total, recent }: Count): Fact[] => [
  [label, total],
  ['of the last two years', recent],
];
const each =
  (valueOf: (application: ApplicationFacts) => string | number) =>
  ({ applications }: CertificationFacts): Fact[] =>
    applications.map((application) => [application.name, valueOf(application)]);
const yesNo = (is: boolean): string => (is ? 'set' : 'not set');

const onboarding: readonly Rule[] = [
  {
    id: 'RSC-101',
    title: 'Onboard a customer from end to end',
    steps: [
      { text: 'In the ATS, request the integrations in the onboarding plugin.' },
      { text: 'Let the ATS name and configure them.' },
      { text: 'As administrator, switch them on.', ...integrations },
    ],
    expect:
      'The integrations have fitting names and can be enabled; the ATS shows the status and keeps key, secret, organization and contract.',
    facts: each(
      ({ named, enabled, integrations: all }) =>
        `${String(named)} of ${String(all)} named, ${String(enabled)} enabled`,
    ),
  },
  {
    id: 'RSC-102',
    title: 'Choose the availability of jobs',
    steps: [
      { text: 'In the ATS, choose public or private for the customer and send a job.' },
      { text: 'See how the job is marked.', ...jobs },
    ],
    expect: 'The option exists; without it all jobs are private to the ATS integration.',
    facts: ({ jobs: { isPublic, isPrivate } }) => [
      ['Public jobs', isPublic],
      ['Private jobs', isPrivate],
    ],
  },
  {
    id: 'RSC-103',
    title: 'Onboard several contracts or two instances',
    steps: [
      { text: 'Provision one application for each instance, with its own foreign id.' },
      { text: 'Enable the contracts side by side.', ...integrations },
    ],
    expect: 'One application an instance; contracts are enabled at the same time.',
    facts: ({ contracts, applications }) => [
      ['Contracts', contracts.total],
      ['with recruiter data enabled', contracts.enabled],
      ['Applications', applications.length],
      ...applications.flatMap(({ name, uniqueForeignId }): Fact[] => [
        [`Foreign id of ${name}`, uniqueForeignId ?? 'none'],
      ]),
    ],
  },
  {
    id: 'RSC-104',
    title: 'Show the configurations',
    steps: [{ text: 'See callback address and viewers of each integration.', ...integrations }],
    expect:
      'CALLBACK_URL is stored; both viewer keys are ALL_PRODUCT_USERS where no access lists are used.',
    facts: each(
      ({ callbackSet, jobViewers, applicationViewers }) =>
        `CALLBACK_URL ${yesNo(callbackSet)}, JOB_POSTING_VIEWERS ${yesNo(jobViewers)}, APPLICATION_VIEWERS ${yesNo(applicationViewers)}`,
    ),
  },
  {
    id: 'RSC-105',
    title: 'Show the JS SDK domains',
    steps: [
      { text: 'In the ATS or by the provisioning API, list the domains that embed plugins.' },
    ],
    expect: 'The domain that hosts the plugins is listed.',
    facts: each(({ domains }) => (domains.length === 0 ? 'none' : domains.join(', '))),
  },
  {
    id: 'RSC-106',
    title: 'Show how access tokens are made and checked',
    steps: [
      { text: 'Make a token by POST, use it until shortly before it expires, then renew it.' },
    ],
    expect: 'One token serves many calls.',
    facts: each(({ tokens }) => `${String(tokens)} valid tokens now`),
  },
];

const synchronization: readonly Rule[] = [
  {
    id: 'RSC-201',
    title: 'Historical jobs',
    steps: [
      { text: 'Send all jobs of at least two years, public and private, closed ones too.' },
      { text: 'Compare the counts.', ...jobs },
      { text: 'Open “Export to ATS” on any profile: all open jobs are there.', ...search },
    ],
    expect: 'Counts are equal for two years; every open job can be exported to.',
    facts: ({ jobs: all }) => [
      ...count('Jobs', all),
      ['Open', all.open],
      ['Closed', all.closed],
      ['In your export list', all.offered],
    ],
  },
  {
    id: 'RSC-202',
    title: 'Historical candidates',
    steps: [
      { text: 'Send all candidates of at least two years.' },
      { text: 'Search with the filter “In ATS”; open some profiles.', ...search },
      { text: 'In the ATS, compare the profile plugin.' },
    ],
    expect: 'Each has the In-ATS indicator, the plugin shows the right profile, totals are equal.',
    facts: ({ candidates }) => [
      ...count('Candidates', candidates),
      ['Matched with a member', candidates.matched],
    ],
  },
  {
    id: 'RSC-203',
    title: 'Historical applications',
    steps: [
      { text: 'Send all applications of at least two years, with stages, notes and feedback.' },
      { text: 'See them on profiles under “In your ATS”.', ...search },
    ],
    expect: 'Applications are visible in Recruiter; totals are equal.',
    facts: (facts) => [
      ...count('Applications', facts.jobApplications),
      ['Stages', facts.stages],
      ['Notes', facts.applicationNotes],
      ['Interview feedback', facts.feedback],
    ],
  },
];

export const modules: readonly Module[] = [
  { name: 'Module 1: onboarding', rules: onboarding },
  { name: 'Module 2: synchronization', rules: synchronization },
];

export { inMail, integrations, jobs, search };
