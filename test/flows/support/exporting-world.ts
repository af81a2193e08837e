/** A customer whose recruiters export at LinkedIn's pages, and the panel in which that appears. */
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { createSink, type Ats } from '../../../docs/examples/exports.ts';
import { profileLink } from '../../../src/sandbox/recruiter/links.ts';
import type { IntegrationRef } from '../../../src/sandbox/state/integrations.ts';
import type { Person } from '../../../src/sandbox/state/people.ts';
import { jobPosting } from '../../support/ats-records.ts';
import { requestedBy } from '../../support/onboarding-kit.ts';
import {
  administrator,
  contract,
  organization,
  startOnboardingWorld,
  tenant,
  type OnboardingWorld,
} from './onboarding-world.ts';

export interface ExportingWorld extends OnboardingWorld {
  /** The ATS of docs/exports.md. */
  readonly ats: Ats;
  readonly people: readonly Person[];
}

export const jobs = new Map([
  ['job-1', { title: 'Engineer', isOpen: true }],
  ['job-2', { title: 'Gardener', isOpen: true }],
]);

/** Everything is enabled; an administrator with a seat may export to two jobs. */
export async function startExportingWorld(): Promise<ExportingWorld> {
  const users = new Map<string, { id: string; name: string }>();
  const ats: Ats = {
    ...{ candidates: new Map(), applications: new Map(), before: new Map() },
    ...{ jobs, users },
  };
  const world = await startOnboardingWorld(undefined, createSink(ats));
  const { kit, sandbox, origins } = world;
  const { privateKey, customer } = await kit.customers.create({
    id: tenant,
    name: 'Acme',
    uniqueForeignId: 'instance-1',
    environment: 'production',
    domains: [origins.ats],
  });
  if (privateKey === null) throw new Error('there is no key for the ATS');
  world.useKey(privateKey);
  const clientId = customer.application?.clientId ?? '';
  const { state } = sandbox;
  const { integrations } = state;
  const keys = requestedBy(organization, contract);
  for (const key of keys) integrations.request(clientId, key as IntegrationRef, Date.now());
  await kit.integrations.requested(tenant, keys);
  integrations.switch(integrations.of(clientId), true, Date.now());
  await kit.integrations.refresh(tenant);
  for (const [id, { title }] of jobs) {
    const posting = jobPosting({ id, title, integrationContext: organization });
    state.jobs.put(posting, clientId, Date.now());
  }
  for (const { urn } of state.organizations.seatsOf(contract)) {
    users.set(urn, { id: 'user-r', name: administrator });
  }
  return { ...world, ats, people: [...state.members.values()] };
}

/** Somebody at the panel, whose page tells what the element fires. */
export async function openPanel(
  { origins }: ExportingWorld,
  context: BrowserContext,
  told: (name: string, detail: unknown) => void,
  path = '/exports',
): Promise<Page> {
  const page = await context.newPage();
  await page.exposeFunction('told', told);
  await page.addInitScript(() => {
    for (const name of ['rsc-export', 'rsc-open']) {
      document.addEventListener(name, (event) => {
        const tell = Reflect.get(window, 'told') as (name: string, detail: unknown) => void;
        tell(name, (event as CustomEvent).detail);
      });
    }
  });
  await page.goto(origins.ats + path);
  return page;
}

/** A recruiter signed in at LinkedIn, in a browser context of their own. */
export async function openRecruiter(
  { origins }: ExportingWorld,
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(`${origins.linkedIn}/uas/login?next=${encodeURIComponent('/talent/search')}`);
  await page.getByRole('button', { name: `Sign in as ${administrator}` }).click();
  return page;
}

/** Goes through Recruiter's pages up to the last button. */
export async function prepareExport(
  page: Page,
  { origins }: ExportingWorld,
  person: Person,
  title: string | null,
): Promise<void> {
  await page.goto(origins.linkedIn + profileLink(person.personUrn));
  await page
    .getByRole('link', { name: /^Export/ })
    .first()
    .click();
  if (title === null) await page.getByLabel('The talent pool, without a job').check();
  else await page.getByRole('radio', { name: title }).check();
  await page.getByRole('button', { name: 'Review export' }).click();
}

/** Presses it. @returns when the page was clicked, in milliseconds since 1970 */
export async function pressExport(page: Page): Promise<number> {
  const button = page.getByRole('button', { name: 'Export', exact: true });
  await button.evaluate((element) => {
    element.addEventListener('click', () => {
      sessionStorage.setItem('pressed', String(Date.now()));
    });
  });
  await button.click();
  return Number(await page.evaluate(() => sessionStorage.getItem('pressed')));
}
