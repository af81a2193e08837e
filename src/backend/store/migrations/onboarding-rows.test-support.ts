/** Rows of onboarding as the versions that had them kept them, with the SQL of their time. */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { Secret } from '../../tenants/secret.ts';
import type { Connection } from '../connections/connection.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { places } from '../sealing/sealed-columns.ts';
import { createSealer } from '../sealing/sealer.ts';

export const context = 'urn:li:organization:1001';
export const callbackToken = 'c'.repeat(43);
export const waitingRecord = { id: '43', firstName: 'Ada' };

const hash = (text: string): Uint8Array =>
  new Uint8Array(createHash('sha256').update(text).digest());

/** Of version 2 and later: what LinkedIn has enabled, how it is configured, and who has left. */
export async function fillOnboarding(connection: Connection, keyring: Keyring): Promise<void> {
  const tokenHash = hash(callbackToken);
  const place = places.callbackToken('acme', tokenHash);
  const token = await createSealer(keyring).seal(place, new Secret(callbackToken));
  await connection.transaction(async (database) => {
    const run = (text: ReturnType<typeof sql>) => database.execute(text);
    await run(sql`insert into rsc.integrations
        (tenant_id, context, type, tenant_type, raw_status, state, name, changed_at)
      values ('acme', ${context}, 'ONE_CLICK_EXPORT', 'RECRUITER', 'ENABLED', 'enabled',
        'Example ATS Acme', '2026-02-01Z')`);
    await run(sql`insert into rsc.configurations
        (tenant_id, context, type, tenant_type, key, value, confirmed_at)
      values ('acme', ${context}, 'ONE_CLICK_EXPORT', 'RECRUITER', 'JOB_POSTING_VIEWERS',
        'ALL_PRODUCT_USERS', '2026-02-01Z')`);
    await run(sql`insert into rsc.callback_tokens
        (token_hash, tenant_id, token, token_key_id, validated_at)
      values (${Buffer.from(tokenHash)}, 'acme', ${Buffer.from(token.sealed)}, ${token.keyId},
        '2026-02-01Z')`);
    await run(sql`insert into rsc.purge_receipts
        (tenant_id, requested_at, completed_at, deleted_here)
      values ('left', '2026-01-01Z', '2026-01-02Z', '{"candidates": 7}')`);
  });
}

/** Of version 3 and later: events of LinkedIn, and a record that waits. */
export async function fillExchange(connection: Connection, keyring: Keyring): Promise<void> {
  const item = hash(JSON.stringify([context, 'candidates', waitingRecord.id]));
  const place = places.queuedRecord('acme', item);
  const text = new Secret(JSON.stringify(waitingRecord));
  const record = await createSealer(keyring).seal(place, text);
  await connection.transaction(async (database) => {
    const run = (statement: ReturnType<typeof sql>) => database.execute(statement);
    await run(sql`insert into rsc.push_events
        (tenant_id, request_key, type, kind, request_id, state, signature, raw, due_at, received_at)
      values ('acme', ${Buffer.from(hash('event'))}, 'INTEGRATION_STATUS_CHANGE',
        'integration_status', 'r-1', 'received', 'valid', '{}', '2026-02-01Z', '2026-02-01Z')`);
    await run(sql`insert into rsc.reconciliations (tenant_id, due_at)
      values ('acme', '2026-02-01Z')`);
    await run(sql`insert into rsc.sync_lanes (tenant_id, context) values ('acme', ${context})`);
    await run(sql`insert into rsc.sync_queue (tenant_id, item, context, resource, record_id, op,
        record, record_key_id, queued_at)
      values ('acme', ${Buffer.from(item)}, ${context}, 'candidates', ${waitingRecord.id}, 'upsert',
        ${Buffer.from(record.sealed)}, ${record.keyId}, '2026-02-01Z')`);
  });
}
