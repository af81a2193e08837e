/** `/sandbox/limits`. */
import * as z from 'zod';
import { limitModes, type Limits } from '../limits/limits.ts';
import { documentedLimits } from '../limits/values.ts';
import { limitFamilies, resourceNames } from '../resources.ts';
import { endpoint, type Endpoint } from './endpoint.ts';

const limit = z
  .int()
  .min(0)
  .nullable()
  .optional()
  .describe('A whole number; null for no limit; absent for the documented one.');

const rule = z
  .strictObject({
    application: z.string().min(1).optional().describe('Client id; absent for all.'),
    family: z.enum(limitFamilies).optional().describe('Resources that share limits.'),
    resource: z
      .enum(resourceNames)
      .optional()
      .describe('One resource as it stands in paths; it is counted by itself, beside its family.'),
    requestsPerDay: limit,
    recordsPerDay: limit,
    recordsPerMinute: limit,
    callsPerMemberPerMinute: limit,
  })
  .refine((value) => value.family === undefined || value.resource === undefined, {
    path: ['resource'],
    error: 'name a family or a resource, not both',
  });

const change = z.strictObject({
  mode: z.enum(limitModes).optional().describe('off: nothing is limited or counted.'),
  rules: z
    .array(rule)
    .max(1_000)
    .optional()
    .describe('In place of all rules there were. Later rules win over earlier ones.'),
  clearUsage: z.literal(true).optional().describe('Counting starts again at nothing.'),
});

export function limitEndpoints(limits: Limits): Endpoint[] {
  const view = (): object => ({
    mode: limits.mode,
    rules: limits.rules,
    documented: documentedLimits,
    usage: limits.usage(),
  });
  return [
    endpoint({
      method: 'GET',
      path: '/sandbox/limits',
      about: 'The limits that hold, the documented ones, and what each application has used.',
      handle: view,
    }),
    endpoint({
      method: 'PUT',
      path: '/sandbox/limits',
      about: 'Switches limits off and on, puts others in place of the documented ones.',
      body: change,
      example: { mode: 'documented', rules: [{ family: 'sync', recordsPerMinute: 500 }] },
      handle({ body: { mode, rules, clearUsage } }) {
        limits.configure(mode ?? limits.mode, rules ?? limits.rules);
        if (clearUsage === true) limits.clear();
        return view();
      },
    }),
  ];
}
