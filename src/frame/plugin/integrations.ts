/**
 * What LinkedIn's `onintegrate` callback hands over. The form of it is not documented: a list of
 * integrations, an object that holds one, or either as JSON text. Types nobody here knows are kept,
 * because the person has requested them; what is no integration is left out.
 */
import {
  maxRequestedIntegrations,
  requestedIntegration,
  type RequestedIntegration,
} from '../../protocol/requested-integrations.ts';

const maxDepth = 4;
const lists = ['integrations', 'elements', 'data'];

/** The integrations in what the callback was called with; none if there are none. */
export function integrationsOf(value: unknown): RequestedIntegration[] {
  const found = new Map<string, RequestedIntegration>();
  for (const one of elementsOf(value, 0)) {
    if (found.size === maxRequestedIntegrations) break;
    const integration = integrationOf(one);
    if (integration !== null) found.set(JSON.stringify(integration), integration);
  }
  return [...found.values()];
}

function elementsOf(value: unknown, depth: number): readonly unknown[] {
  if (depth > maxDepth) return [];
  if (typeof value === 'string') return elementsOf(parsed(value), depth + 1);
  if (Array.isArray(value)) return value.slice(0, 1_000) as unknown[];
  if (!isFields(value)) return [];
  const list = lists.find((name) => Object.hasOwn(value, name));
  return list === undefined ? [value] : elementsOf(value[list], depth + 1);
}

function integrationOf(value: unknown): RequestedIntegration | null {
  const outer = typeof value === 'string' ? parsed(value) : value;
  if (!isFields(outer)) return null;
  const fields = isFields(outer['key']) ? outer['key'] : outer;
  const type = fields['integrationType'] ?? fields['type'];
  const parse = requestedIntegration.safeParse({
    integrationContext: fields['integrationContext'] ?? fields['context'],
    integrationType: type,
    tenantType: fields['tenantType'] ?? (type === 'PREMIUM_JOB_POSTING' ? 'JOBS' : 'RECRUITER'),
    dataProvider: fields['dataProvider'] ?? 'ATS',
  });
  return parse.success ? parse.data : null;
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
