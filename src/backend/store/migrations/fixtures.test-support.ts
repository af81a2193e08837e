/**
 * Rows as each version of the schema had them, written with the SQL of its time, and what must have
 * become of them in the newest version. A new migration gets a fixture for the version before it.
 */
import { sql } from 'drizzle-orm';
import type { Connection } from '../connections/connection.ts';
import { createSealer } from '../sealing/sealer.ts';
import { places } from '../sealing/sealed-columns.ts';
import { Secret } from '../../tenants/secret.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { fillExchange, fillOnboarding } from './onboarding-rows.test-support.ts';

export interface Fixture {
  readonly version: number;
  fill(connection: Connection, keyring: Keyring): Promise<void>;
}

export const publicJwk = {
  kty: 'EC',
  crv: 'P-256',
  x: 'x'.repeat(43),
  y: 'y'.repeat(43),
} as const;
export const sharedSecret = 'A'.repeat(43);

const links = [{ action: 'linked', atMs: 1_700_000_000_000 }];

async function common(connection: Connection, keyring: Keyring): Promise<void> {
  const sealer = createSealer(keyring);
  const client = await sealer.seal(places.clientSecret('acme'), new Secret('acme-secret'));
  const shared = await sealer.seal(places.tenantKey('acme', 'hmac'), new Secret(sharedSecret));
  await connection.transaction(async (database) => {
    const run = (text: ReturnType<typeof sql>) => database.execute(text);
    await run(sql`insert into rsc.tenant_origins (tenant_id, origin, position) values
      ('acme', 'https://ats.acme.example', 0), ('acme', 'https://jobs.acme.example', 1)`);
    await run(sql`insert into rsc.tenant_keys (tenant_id, kid, alg, public_jwk, active_from)
      values ('acme', 'ec', 'ES256', ${JSON.stringify(publicJwk)}::jsonb, '2026-01-01Z')`);
    await run(sql`insert into rsc.tenant_keys
        (tenant_id, kid, alg, secret, secret_key_id, active_from, retired_at)
      values ('acme', 'hmac', 'HS256', ${Buffer.from(shared.sealed)}, ${shared.keyId},
        '2026-01-01Z', '2099-01-01Z')`);
    await run(sql`insert into rsc.linkedin_applications
        (tenant_id, client_id, client_secret, client_secret_key_id, generation, api_version)
      values ('acme', 'acme-client', ${Buffer.from(client.sealed)}, ${client.keyId},
        'rest', '202604')`);
    await run(sql`insert into rsc.candidates
        (tenant_id, integration_context, candidate_id, sent_at, links)
      values ('acme', 'urn:li:organization:1001', '42', '2026-02-01Z',
        ${JSON.stringify(links)}::jsonb)`);
    await run(sql`insert into rsc.settings (partner_id, name, value)
      values ('default', 'colour', '"blue"')`);
    await run(sql`insert into rsc.audit_log (tenant_id, actor, action)
      values ('acme', 'operator-1', 'tenant_created')`);
  });
}

/** Versions since the third: what came later stands in tables of its own, or has defaults. */
async function fillSinceThird(connection: Connection, keyring: Keyring): Promise<void> {
  await connection.run((database) =>
    database.execute(sql`insert into rsc.tenants (id, name, unique_foreign_id, environment,
        status, created_at, disabled_at, company, push_signature, uses_acls)
      values ('acme', 'Acme', 'acme', 'production', 'active', '2026-01-01Z', null,
          'acme-group', 'required', true),
        ('gone', 'Gone', 'gone', 'production', 'disabled', '2026-01-02Z', '2026-01-03Z',
          null, 'if-present', false)`),
  );
  await connection.run((database) =>
    database.execute(sql`insert into rsc.tenant_contexts (tenant_id, urn, position, kind) values
      ('acme', 'urn:li:organization:1001', 0, 'organization'),
      ('acme', 'urn:li:contract:7', 1, 'contract')`),
  );
  await common(connection, keyring);
  await fillOnboarding(connection, keyring);
  await fillExchange(connection, keyring);
}

export const fixtures: readonly Fixture[] = [
  {
    version: 1,
    async fill(connection, keyring) {
      await connection.run((database) =>
        database.execute(sql`insert into rsc.tenants (id, name, status, created_at) values
          ('acme', 'Acme', 'active', '2026-01-01Z'), ('gone', 'Gone', 'disabled', '2026-01-02Z')`),
      );
      await connection.run((database) =>
        database.execute(sql`insert into rsc.tenant_contexts (tenant_id, urn, position) values
          ('acme', 'urn:li:organization:1001', 0), ('acme', 'urn:li:contract:7', 1)`),
      );
      await common(connection, keyring);
    },
  },
  {
    version: 2,
    async fill(connection, keyring) {
      await connection.run((database) =>
        database.execute(sql`insert into rsc.tenants
            (id, name, unique_foreign_id, environment, status, created_at, disabled_at)
          values ('acme', 'Acme', 'acme', 'production', 'active', '2026-01-01Z', null),
            ('gone', 'Gone', 'gone', 'production', 'disabled', '2026-01-02Z', '2026-01-03Z')`),
      );
      await connection.run((database) =>
        database.execute(sql`insert into rsc.tenant_contexts (tenant_id, urn, position, kind) values
          ('acme', 'urn:li:organization:1001', 0, 'organization'),
          ('acme', 'urn:li:contract:7', 1, 'contract')`),
      );
      await common(connection, keyring);
      await connection.run((database) =>
        database.execute(sql`update rsc.linkedin_applications set provisioned_at = '2026-01-01Z'`),
      );
      await fillOnboarding(connection, keyring);
    },
  },
  { version: 3, fill: fillSinceThird },
  { version: 4, fill: fillSinceThird },
  { version: 5, fill: fillSinceThird },
  { version: 6, fill: fillSinceThird },
  { version: 7, fill: fillSinceThird },
  { version: 8, fill: fillSinceThird },
  { version: 9, fill: fillSinceThird },
  { version: 10, fill: fillSinceThird },
];
