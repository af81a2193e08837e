/**
 * Session minting on the backend against bare jose with ES256, which verifies one JWS and signs one.
 * Ours imports a frame's key that it has not seen before, verifies the context and the frame's
 * proof, checks everything else, and signs the access token. What is asked for is about the time of
 * one. Many at a time share the processors, where a session's second signature shows.
 */
import { exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { createVerifier, type SessionInput, type TenantKey } from '../../src/handshake/backend.ts';
import { createFrameKey, createProof, randomNonce } from '../../src/handshake/keys.ts';
import { createContextSigner } from '../../src/handshake/signer.ts';
import type { Row } from './report.ts';
import { interleaved, throughput } from './statistics.ts';

const tenant = 'acme';
const hostOrigin = 'https://ats.example';
const origin = 'https://partner.example';
const perRound = 400;
const rounds = 9;
const warmups = 2;

export async function benchMinting(): Promise<Row[]> {
  const sessions = await prepareSessions(perRound * (rounds + warmups) * 3);
  const bare = await prepareBare();
  const compare = async (
    inFlight: number,
    verifications: number,
    asked?: Row['asked'],
  ): Promise<Row> => {
    const { medians, ratio } = await interleaved(
      {
        ours: () => throughput(perRound, inFlight, () => sessions.mint()),
        jose: () => throughput(perRound, inFlight, () => bare(verifications)),
      },
      { rounds, warmups },
    );
    return {
      what: `sessions minted, ${inFlight === 1 ? 'one' : inFlight} at a time`,
      ours: medians.ours,
      unit: '/s',
      against: {
        name: `bare jose ${verifications === 1 ? 'verify' : `${verifications} verify`} + sign ES256`,
        figure: medians.jose,
        ratio: ratio('ours', 'jose'),
      },
      ...(asked && { asked }),
    };
  };
  return [
    await compare(1, 1, { of: 'ratio', atLeast: 0.7 }),
    await compare(16, 1),
    await compare(16, 2),
  ];
}

/** Everything a frame would have made beforehand: each ticket and each proof is good for one use. */
async function prepareSessions(count: number) {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const registered: TenantKey = { kid: 'k1', alg: 'ES256', jwk: await exportJWK(pair.publicKey) };
  const signer = createContextSigner({
    tenant,
    origin: hostOrigin,
    audience: origin,
    key: { kid: 'k1', alg: 'ES256', jwk: await exportJWK(pair.privateKey) },
  });
  const verifier = createVerifier({
    origin,
    tokenSecret: crypto.getRandomValues(new Uint8Array(32)),
  });
  const fn = randomNonce();
  const hn = randomNonce();
  const viewer = { sub: 'u1', org: 'o1', sid: 's1' };
  const entry = { fn, hn, widget: 'profile-widget', obj: 'candidate:42' } as const;
  const sn = verifier.issueNonce({ tenant, origin: hostOrigin });

  const inputs: SessionInput[] = [];
  for (let index = 0; index < count; index += 1) {
    const inst = randomNonce();
    const key = await createFrameKey();
    const [ticket, dpop] = await Promise.all([
      signer.sign(viewer, { ...entry, jkt: key.jkt, inst }, ['profile:read', 'profile:link']),
      createProof(key, {
        htm: 'POST',
        htu: `${origin}/rsc/session`,
        nonce: sn,
        iat: Math.floor(Date.now() / 1000),
      }),
    ]);
    inputs.push({
      request: new Request(`${origin}/rsc/session`, { method: 'POST', headers: { dpop } }),
      body: { ticket, fn, hn },
      keyOf: () => Promise.resolve(registered),
      isOriginRegistered: (_: string, host: string) => host === hostOrigin,
    });
  }
  return {
    mint: async () => {
      const input = inputs.pop();
      if (!input) throw new Error('Too few sessions were prepared.');
      await verifier.session(input);
    },
  };
}

async function prepareBare(): Promise<(verifications: number) => Promise<unknown>> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const sign = () =>
    new SignJWT({ sub: 'u1', org: 'o1', cnf: { jkt: 'x'.repeat(43) } })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
      .setIssuer(tenant)
      .setAudience(origin)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
  const incoming = await sign();
  return async (verifications) => {
    for (let count = 0; count < verifications; count += 1) {
      await jwtVerify(incoming, publicKey, { audience: origin, issuer: tenant });
    }
    await sign();
  };
}
