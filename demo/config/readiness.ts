/** Proves that the demo shows what it promises, before anybody is told that it is ready. */
import { request as httpRequest } from 'node:http';
import type { Backend } from 'rsc-embed/backend';
import type { Addresses } from './addresses.ts';
import { customerId } from './customer.ts';
import type { Showcase } from './showcase.ts';

export interface ReadinessParts {
  readonly addresses: Addresses;
  readonly backend: Backend;
  readonly showcase: Showcase;
}

const probeTimeoutMs = 3_000;

/** @throws Error that says what is not as it has to be */
export async function assertReady({ addresses, backend, showcase }: ReadinessParts): Promise<void> {
  const { origins, ports } = addresses;
  const pages: readonly (readonly [number, string])[] = [
    [ports.ats, `${origins.ats}/sign-in`],
    [ports.backend, `${origins.backend}/rsc/health`],
    [ports.backend, `${origins.backend}/rsc/embed.js`],
    [ports.sandbox, `${origins.sandbox}/xdoor/scripts/in.js`],
    [ports.harness, `${origins.harness}/`],
  ];
  await Promise.all(
    pages.map(async ([port, url]) => {
      const status = await probe(port, url);
      if (status !== 200) throw new Error(`${url} answers with ${String(status)}.`);
    }),
  );

  const { matched, unmatched, notSynced } = showcase;
  const statuses = await backend.candidates.statuses(customerId, [
    matched.id,
    unmatched.id,
    notSynced.id,
  ]);
  const expected = [
    [matched.id, true, 'automatic'],
    [unmatched.id, true, 'none'],
    [notSynced.id, false, 'none'],
  ] as const;
  for (const [id, synced, match] of expected) {
    const status = statuses.find(({ candidateId }) => candidateId === id);
    if (status?.synced !== synced || status.match !== match) {
      const found = `${status?.synced === true ? 'synced' : 'not synced'}, ${status?.match ?? '-'}`;
      throw new Error(`Candidate ${id} should be ${match} at LinkedIn's stand-in, is: ${found}.`);
    }
  }
}

/** Status of an address of this machine; `fetch` could not resolve its name everywhere. */
function probe(port: number, url: string): Promise<number> {
  const { host, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path: pathname, headers: { host }, timeout: probeTimeoutMs },
      (response) => {
        response.resume();
        response.once('end', () => {
          resolve(response.statusCode ?? 0);
        });
      },
    );
    request.once('timeout', () => request.destroy(new Error(`${url} does not answer.`)));
    request.once('error', reject);
    request.end();
  });
}
