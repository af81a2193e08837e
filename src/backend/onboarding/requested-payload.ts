/**
 * What LinkedIn's configuration plugin hands to the page when a customer has requested integrations.
 * Its form is below the cut of the documentation [unknown, spec §1.3]: a list of integration keys,
 * an object with `integrations`, or either as JSON text. Types that we do not know are kept.
 */
import { isContractType } from '../../linkedin/records/integration.ts';
import { isRaw, pick, textOf, type Raw } from '../../linkedin/answers/tolerant.ts';
import { contextUrn } from '../tenants/fields.ts';
import type { IntegrationKey } from '../tenants/integration-records.ts';
import { OnboardingError, type FieldProblem } from './errors.ts';

/** More than any customer has contracts times types. */
const maxIntegrations = 200;
const maxDepth = 4;
const word = /^[A-Z0-9_]{1,100}$/;

/**
 * Reads the payload; what stands in it twice counts once.
 * @throws OnboardingError `input_invalid` that names what is wrong, with nothing of its values
 */
export function parseRequested(payload: unknown): IntegrationKey[] {
  const elements = elementsOf(payload, 0);
  if (elements === null || elements.length === 0) throw invalid([notAList]);
  if (elements.length > maxIntegrations) {
    const fix = `must be at most ${String(maxIntegrations)}`;
    throw invalid([{ field: 'integrations', fix }]);
  }
  const problems: FieldProblem[] = [];
  const keys = new Map<string, IntegrationKey>();
  elements.forEach((element, index) => {
    const read = readKey(element, `integrations.${String(index)}`);
    if ('fix' in read) problems.push(read);
    else keys.set(JSON.stringify([read.context, read.type, read.tenantType]), read);
  });
  if (problems.length > 0) throw invalid(problems);
  return [...keys.values()];
}

const notAList: FieldProblem = {
  field: 'integrations',
  fix: 'must be a list of integrations, an object with `integrations`, or either as JSON',
};

const invalid = (problems: readonly FieldProblem[]): OnboardingError =>
  new OnboardingError('input_invalid', 'What the plugin delivered cannot be read', { problems });

function elementsOf(value: unknown, depth: number): readonly unknown[] | null {
  if (depth > maxDepth) return null;
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value === 'string') {
    try {
      return elementsOf(JSON.parse(value), depth + 1);
    } catch {
      return null;
    }
  }
  if (!isRaw(value)) return null;
  for (const name of ['integrations', 'elements', 'data']) {
    if (value[name] !== undefined) return elementsOf(value[name], depth + 1);
  }
  return isKeyLike(value) ? [value] : null;
}

const isKeyLike = (value: Raw): boolean =>
  pick(value, 'integrationContext', 'key.integrationContext', 'context') !== undefined;

function readKey(input: unknown, field: string): IntegrationKey | FieldProblem {
  const element = typeof input === 'string' ? parsed(input) : input;
  if (!isRaw(element)) return { field, fix: 'must be an object' };
  const context = textOf(
    pick(element, 'integrationContext', 'key.integrationContext', 'context', 'contextUrn'),
  );
  const type = textOf(pick(element, 'integrationType', 'key.integrationType', 'type'));
  const tenantType = textOf(pick(element, 'tenantType', 'key.tenantType'));
  if (!contextUrn.safeParse(context).success || context === undefined) {
    const fix = 'must be the URN of an organization or a contract';
    return { field: `${field}.integrationContext`, fix };
  }
  if (type === undefined || !word.test(type)) {
    return { field: `${field}.integrationType`, fix: 'must be a word of capital letters' };
  }
  if (tenantType !== undefined && !word.test(tenantType)) {
    return { field: `${field}.tenantType`, fix: 'must be a word of capital letters' };
  }
  const usual = type === 'PREMIUM_JOB_POSTING' ? 'JOBS' : 'RECRUITER';
  return { context, type, tenantType: tenantType ?? usual };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whether LinkedIn has such a type on such a context [doc, spec §1.4]. */
export const fitsContext = ({ context, type }: IntegrationKey): boolean =>
  isContractType(type) === context.startsWith('urn:li:contract:');
