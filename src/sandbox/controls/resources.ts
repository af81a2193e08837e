/** Which resource a path of the API belongs to, and which resources share their limits. */
import { budgetGroups, type BudgetGroup } from '../../linkedin/budgets.ts';
import { entityResources } from '../../linkedin/forms.ts';

/** Resources with common limits, as the client has them too. */
export type LimitFamily = BudgetGroup;
export const limitFamilies = Object.keys(budgetGroups) as readonly LimitFamily[];

/** First segment of the path below `/v2/` or `/rest/` to family. */
const families: Readonly<Record<LimitFamily, readonly string[]>> = {
  // All that is kept by key, under the names of both generations.
  sync: Object.values(entityResources).flatMap(({ forms }) =>
    [forms.v2, forms.rest].flatMap((form) => form?.path.split('/')[2] ?? []),
  ),
  jobs: ['simpleJobPostings', 'simpleJobPostingTasks'],
  integrations: ['atsIntegrations', 'integrations'],
  configurations: ['atsIntegrationConfigurations', 'integrationConfigurations'],
  exports: ['exportedCandidates', 'atsPurgedExportedCandidates'],
  evaluations: ['exportedApplicationEvaluations', 'exportedApplicationEvaluation'],
  retrieval: ['seatsV2', 'seats', 'conversationEvents', 'prospectNotes', 'mailStubs'],
  provisioning: ['provisionedApplications'],
};

const familyOf = new Map(
  limitFamilies.flatMap((family) => families[family].map((resource) => [resource, family])),
);
const configurations: ApiResource = { name: 'configurations', family: 'configurations' };
const known = new Map<string, ApiResource>(
  [...familyOf].map(([name, family]) => [name, { name, family }]),
);

export interface ApiResource {
  /** As it stands in the path; `configurations` for those below an integration. */
  readonly name: string;
  readonly family: LimitFamily;
}

/** The names of all resources, as they stand in paths. */
export const resourceNames: readonly string[] = [...known.keys(), configurations.name];

/**
 * @param path of a request, without its query
 * @returns null for what is no resource of the API: tokens, pages, scripts, unknown names
 */
export function resourceOf(path: string): ApiResource | null {
  const from = path.startsWith('/v2/') ? 4 : path.startsWith('/rest/') ? 6 : -1;
  if (from < 0) return null;
  const to = path.indexOf('/', from);
  if (to < 0) return known.get(path.slice(from)) ?? null;
  const resource = known.get(path.slice(from, to)) ?? null;
  const ofIntegration = resource?.family === 'integrations' && path.includes('/configurations', to);
  return ofIntegration ? configurations : resource;
}

/** The path of a request's URL, without parsing the rest of it. */
export function pathOf(url: string): string {
  const from = url.indexOf('/', url.indexOf('://') + 3);
  if (from < 0) return '/';
  let to = from;
  while (to < url.length && url[to] !== '?' && url[to] !== '#') to += 1;
  return url.slice(from, to);
}
