/**
 * What an application may do: the documented limits, and rules that a test puts in their place.
 */
import { budgetGroups } from '../../../linkedin/budgets.ts';
import type { ApiResource, LimitFamily } from '../resources.ts';

/** Numbers per application; null or absent means that there is no limit. */
export interface LimitValues {
  readonly requestsPerDay?: number | null | undefined;
  readonly recordsPerDay?: number | null | undefined;
  readonly recordsPerMinute?: number | null | undefined;
  /** Calls on behalf of one member, for example one viewer of `conversationEvents`. */
  readonly callsPerMemberPerMinute?: number | null | undefined;
}
export const limitNames = [
  'requestsPerDay',
  'recordsPerDay',
  'recordsPerMinute',
  'callsPerMemberPerMinute',
] as const satisfies readonly (keyof LimitValues)[];

/** Values in place of the documented ones. Without a name a rule is for all; later rules win. */
export interface LimitRule extends LimitValues {
  /** Client id. */
  readonly application?: string | undefined;
  readonly family?: LimitFamily | undefined;
  /** A resource as it stands in the path; it is counted by itself, beside its family. */
  readonly resource?: string | undefined;
}

/**
 * "12 records per member per minute" for conversation events [doc]. Pages hold 50 events in
 * LinkedIn's own sample, so a record cannot be an event: taken as calls for one viewer [inferred].
 */
const ofResources: Readonly<Record<string, LimitValues>> = {
  conversationEvents: { callsPerMemberPerMinute: 12 },
};

/** The documented values by family, and by resource where one has some of its own. */
export const documentedLimits: Readonly<Record<string, LimitValues>> = {
  ...budgetGroups,
  ...ofResources,
};

/** The values that hold for all resources of a family together. */
export function familyLimits(
  rules: readonly LimitRule[],
  application: string,
  family: LimitFamily,
): LimitValues {
  return merged(
    budgetGroups[family],
    rules.filter(
      (rule) =>
        rule.resource === undefined &&
        (rule.family ?? family) === family &&
        isFor(rule, application),
    ),
  );
}

/** The values that hold for one resource by itself; null if there are none. */
export function resourceLimits(
  rules: readonly LimitRule[],
  application: string,
  { name }: ApiResource,
): LimitValues | null {
  const own = rules.filter((rule) => rule.resource === name && isFor(rule, application));
  const documented = ofResources[name];
  return own.length === 0 && documented === undefined ? null : merged(documented ?? {}, own);
}

const isFor = (rule: LimitRule, application: string): boolean =>
  rule.application === undefined || rule.application === application;

function merged(documented: LimitValues, rules: readonly LimitRule[]): LimitValues {
  const values: Partial<Record<keyof LimitValues, number | null>> = {};
  for (const source of [documented, ...rules]) {
    for (const name of limitNames) {
      const value = source[name];
      if (value !== undefined) values[name] = value;
    }
  }
  return values;
}
