/** Operations of retrieval: who of the ATS holds which seat, and accounts that were closed. */
import * as z from 'zod';
import { atsId } from '../../protocol/ids.ts';
import { OnboardingError } from '../onboarding/errors.ts';
import type { Onboarding } from '../onboarding/kit.ts';
import type { AdminCall, AdminOperation } from './operations.ts';

const moment = z.iso.datetime();
const receipt = z
  .strictObject({
    id: z.string(),
    reason: z.enum(['closed_profiles', 'retention']),
    actor: z.string(),
    at: moment,
    deleted: z.record(z.string(), z.int().nonnegative()),
  })
  .meta({ id: 'RetrievalReceipt', description: 'Numbers by table; `ats`: records of the ATS.' });
const receiptList = z
  .strictObject({ items: z.array(receipt) })
  .meta({ id: 'RetrievalReceiptList' });

const seat = z
  .strictObject({
    seat: z.string(),
    contract: z.string(),
    member: z.string().nullable(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    state: z.string(),
    atsUserId: z.string().nullable(),
    mappedBy: z.enum(['member', 'email', 'admin']).nullable(),
    readUntil: moment,
    pulledAt: moment.nullable(),
    errorCode: z.string().nullable(),
  })
  .meta({ id: 'Seat', description: 'A Recruiter seat, and who of the ATS holds it.' });
const seatList = z.strictObject({ items: z.array(seat) }).meta({ id: 'SeatList' });
const seatQuery = z.strictObject({ unmapped: z.literal('true').optional() });
const seatMapping = z
  .strictObject({
    atsUserId: z
      .string()
      .refine((id) => atsId.safeParse(id).success, { error: 'must be the id of a user' })
      .nullable(),
  })
  .meta({ id: 'SeatMapping', description: 'Who holds the seat; null: nobody of the ATS.' });

const closedProfile = z
  .strictObject({
    id: z.string(),
    member: z.string(),
    profileUrl: z.string().nullable(),
    candidateIds: z.array(z.string()),
    closedAt: moment,
    foundAt: moment,
    deletedAt: moment.nullable(),
  })
  .meta({ id: 'ClosedProfile', description: 'An exported member who closed the account.' });
const closedList = z
  .strictObject({
    items: z.array(closedProfile),
    askedAt: moment.nullable(),
    dueAt: moment.nullable(),
  })
  .meta({
    id: 'ClosedProfileList',
    description: 'With when LinkedIn was asked last and is asked next.',
  });
const closedQuery = z.strictObject({ deleted: z.literal('true').optional() });
const closedDelete = z
  .strictObject({ ids: z.union([z.literal('all'), z.array(z.uuid()).min(1).max(1_000)]) })
  .meta({ id: 'ClosedProfileDeletion' });

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

export function retrievalOperations({
  retrieval,
  customers,
}: Pick<Onboarding, 'retrieval' | 'customers'>): readonly AdminOperation[] {
  /** @throws OnboardingError `customer_unknown` */
  async function idOf({ params }: AdminCall): Promise<string> {
    const id = params['id'] ?? '';
    if ((await customers.find(id)) !== null) return id;
    throw new OnboardingError('customer_unknown', 'There is no such customer');
  }

  return [
    {
      id: 'listSeats',
      method: 'GET',
      path: '/customers/{id}/seats',
      summary: 'Recruiter seats, and who of the ATS holds them; with `unmapped` those of nobody.',
      query: seatQuery,
      status: 200,
      answer: seatList,
      async run(call) {
        const { unmapped } = seatQuery.parse(call.query);
        const found = await retrieval.seats.list(await idOf(call), {
          unmapped: unmapped !== undefined,
        });
        return {
          items: found.map(({ readUntil, pulledAt, ...record }) => ({
            ...record,
            readUntil: iso(readUntil),
            pulledAt: iso(pulledAt),
          })),
        };
      },
    },
    {
      id: 'mapSeat',
      method: 'POST',
      path: '/customers/{id}/seats/{seat}',
      summary: 'Says who of the ATS holds a seat, whatever is suggested.',
      body: seatMapping,
      example: { atsUserId: 'user-4711' },
      status: 204,
      async run(call) {
        const { atsUserId } = seatMapping.parse(call.body);
        const { actor, params } = call;
        await retrieval.seats.map(await idOf(call), params['seat'] ?? '', atsUserId, { actor });
      },
    },
    {
      id: 'unmapSeat',
      method: 'DELETE',
      path: '/customers/{id}/seats/{seat}',
      summary: 'Forgets who holds a seat: it is suggested again.',
      status: 204,
      async run(call) {
        const { actor, params } = call;
        await retrieval.seats.unmap(await idOf(call), params['seat'] ?? '', { actor });
      },
    },
    {
      id: 'listClosedProfiles',
      method: 'GET',
      path: '/customers/{id}/closed-profiles',
      summary: 'Exported members who closed their accounts; with `deleted` those deleted as well.',
      query: closedQuery,
      status: 200,
      answer: closedList,
      async run(call) {
        const id = await idOf(call);
        const { deleted } = closedQuery.parse(call.query);
        const [found, schedule] = await Promise.all([
          retrieval.closedProfiles.list(id, { withDeleted: deleted !== undefined }),
          retrieval.closedProfiles.schedule(id),
        ]);
        return {
          items: found.map(({ tenant: _, closedAt, foundAt, deletedAt, ...profile }) => ({
            ...profile,
            closedAt: iso(closedAt),
            foundAt: iso(foundAt),
            deletedAt: iso(deletedAt),
          })),
          askedAt: iso(schedule?.askedAt ?? null),
          dueAt: iso(schedule?.dueAt ?? null),
        };
      },
    },
    {
      id: 'deleteClosedProfiles',
      method: 'POST',
      path: '/customers/{id}/closed-profiles/delete',
      summary: 'Deletes what is kept of members who closed their accounts, here and in the ATS.',
      body: closedDelete,
      example: { ids: 'all' },
      status: 200,
      answer: receipt,
      async run(call) {
        const { ids } = closedDelete.parse(call.body);
        const { actor } = call;
        return viewOf(await retrieval.closedProfiles.delete(await idOf(call), ids, { actor }));
      },
    },
    {
      id: 'listRetrievalReceipts',
      method: 'GET',
      path: '/customers/{id}/retrieval-receipts',
      summary: 'What was deleted of closed accounts or for its age, newest first.',
      status: 200,
      answer: receiptList,
      run: async (call) => ({
        items: (await retrieval.receipts(await idOf(call))).map(viewOf),
      }),
    },
  ];
}

type Receipt = Awaited<ReturnType<Onboarding['retrieval']['receipts']>>[number];

const viewOf = ({ tenantId: _, at, ...rest }: Receipt) => ({ ...rest, at: iso(at) });
