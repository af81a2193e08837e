/** What the admin API takes and tells; routes, tests and the OpenAPI document are made of these. */
import * as z from 'zod';
import { customerChange, newCustomer, newKey } from '../onboarding/inputs.ts';
import { journeySteps } from '../onboarding/journey.ts';
import { contextUrn } from '../tenants/fields.ts';
import { integrationStates } from '../tenants/integration-records.ts';
import {
  environments,
  jobAvailabilities,
  signatureRules,
  tenantStatuses,
} from '../tenants/tenant-rows.ts';

const moment = z.iso.datetime();
const word = z.string().max(200);
const counts = z.record(z.string(), z.int().nonnegative());

export const keyView = z
  .strictObject({
    kid: z.string(),
    alg: z.enum(['ES256', 'HS256']),
    activeFrom: moment,
    retiredAt: moment.nullable(),
  })
  .meta({ id: 'Key', description: 'A key of the ATS’s signer, without what is secret about it.' });

export const customerView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    uniqueForeignId: z.string(),
    environment: z.enum(environments),
    status: z.enum(tenantStatuses),
    domains: z.array(z.string()),
    contexts: z.array(z.string()),
    keys: z.array(keyView),
    application: z
      .strictObject({
        developerApplicationUrn: z.string().nullable(),
        clientId: z.string().nullable(),
        hasClientSecret: z.boolean(),
        /** As LinkedIn was last told. */
        jsSdkDomains: z.array(z.string()),
        provisionedAt: moment.nullable(),
      })
      .nullable(),
    jobAvailability: z.enum(jobAvailabilities),
    usesAcls: z.boolean(),
    pushSignature: z.enum(signatureRules),
    /** Goes into the customer's pages. */
    embedSnippet: z.string(),
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: 'Customer' });
export type CustomerView = z.infer<typeof customerView>;

export const customerPage = z
  .strictObject({ items: z.array(customerView), next: z.string().nullable() })
  .meta({ id: 'CustomerPage', description: '`next` is `after` of the next page.' });

export const createdCustomer = z
  .strictObject({
    customer: customerView,
    privateKey: z
      .strictObject({
        kid: z.string(),
        alg: z.literal('ES256'),
        jwk: z.strictObject({
          kty: z.literal('EC'),
          crv: z.literal('P-256'),
          x: z.string(),
          y: z.string(),
          d: z.string(),
        }),
      })
      .nullable(),
  })
  .meta({
    id: 'CreatedCustomer',
    description: 'The private key is in this answer only; null if there was one before.',
  });

export const integrationAdminView = z
  .strictObject({
    context: z.string(),
    type: word,
    tenantType: word,
    name: z.string().nullable(),
    rawStatus: z.string().nullable(),
    state: z.enum(integrationStates),
    next: z.strictObject({ action: word, by: word }),
    changedAt: moment,
    checkedAt: moment.nullable(),
  })
  .meta({ id: 'Integration' });
export const integrationList = z
  .strictObject({
    items: z.array(integrationAdminView),
    /** Why LinkedIn could not be told something yet. */
    problem: z.string().nullable(),
  })
  .meta({ id: 'IntegrationList' });

export const configurationList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        context: z.string(),
        type: word,
        tenantType: word,
        key: word,
        /** A callback address stands here without its token. */
        value: z.string(),
        updatedAt: moment,
        confirmedAt: moment.nullable(),
      }),
    ),
  })
  .meta({ id: 'ConfigurationList' });

export const callbackList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        /** Without its token. */
        shown: z.string(),
        createdAt: moment,
        validatedAt: moment.nullable(),
        endsAt: moment.nullable(),
      }),
    ),
  })
  .meta({
    id: 'CallbackList',
    description: 'Addresses that LinkedIn pushes events to, the newest first.',
  });

export const checkList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        check: word,
        customer: z.string().optional(),
        outcome: z.enum(['pass', 'warn', 'fail']),
        found: z.string(),
        fix: z.string(),
      }),
    ),
  })
  .meta({ id: 'CheckList' });

export const journeyView = z
  .strictObject({
    tenantId: z.string(),
    steps: z.array(
      z.strictObject({
        step: z.enum(journeySteps),
        done: z.boolean(),
        waitingFor: word,
        next: z.string(),
        rules: z.array(z.string()),
      }),
    ),
    done: z.int(),
    current: z.enum(journeySteps).nullable(),
  })
  .meta({ id: 'Journey' });

export const partnerJourneyView = z
  .strictObject({
    customers: counts,
    rules: z.array(z.strictObject({ rule: z.string(), done: z.boolean(), next: z.string() })),
  })
  .meta({ id: 'PartnerJourney' });

export const receiptView = z
  .strictObject({
    id: z.string(),
    tenantId: z.string(),
    requestedAt: moment,
    completedAt: moment.nullable(),
    deletedHere: counts,
    deletedAtLinkedIn: counts,
  })
  .meta({
    id: 'PurgeReceipt',
    description: 'Counts of what was deleted; nothing of its contents.',
  });
export const receiptList = z
  .strictObject({ items: z.array(receiptView) })
  .meta({ id: 'PurgeReceiptList' });

export const auditList = z
  .strictObject({
    items: z.array(
      z.strictObject({
        id: z.int(),
        at: moment,
        actor: z.string(),
        action: word,
        details: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'AuditList' });

export const errorView = z
  .strictObject({
    error: z.strictObject({
      code: z.string(),
      message: z.string(),
      fields: z.array(z.strictObject({ field: z.string(), fix: z.string() })).optional(),
      step: z.string().optional(),
    }),
  })
  .meta({ id: 'Error' });

export const customerInput = newCustomer.meta({ id: 'NewCustomer' });
export const changeInput = customerChange.meta({ id: 'CustomerChange' });
export const keyInput = z.strictObject({ key: newKey.optional() }).meta({ id: 'NewKey' });
export const clientSecretInput = z
  .strictObject({ clientSecret: z.string().max(500).optional() })
  .meta({
    id: 'NewClientSecret',
    description: 'As the developer portal shows it; left out, LinkedIn is asked for it.',
  });
export const leaveInput = z
  .strictObject({
    /** The customer's id once more, so that nobody deletes the wrong one. */
    confirm: z.string(),
    withoutLinkedIn: z.boolean().optional(),
  })
  .meta({ id: 'Leave' });
export const requestedInput = z
  .strictObject({ payload: z.unknown() })
  .meta({ id: 'Requested', description: 'What LinkedIn’s plugin called `onintegrate` with.' });

const limit = z.coerce.number().int().min(1).max(500).default(100);
export const pageQuery = z.strictObject({
  after: z.string().max(64).optional(),
  limit,
  /** The one customer that the ATS knows by this id, or none. */
  uniqueForeignId: z.string().max(255).optional(),
});
export const auditQuery = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  limit,
});
export const retireQuery = z.strictObject({ at: moment.optional() });
export const configurationQuery = z.strictObject({
  context: contextUrn,
  type: z.string().regex(/^[A-Z0-9_]{1,100}$/),
  key: z.enum(['CALLBACK_URL', 'JOB_POSTING_VIEWERS', 'APPLICATION_VIEWERS']),
});
