/**
 * A stand-in for LinkedIn that costs its caller nothing: a process of its own, which answers every
 * request of the benchmark with what LinkedIn would say and checks nothing. Prints its port.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How many conversation events there are. */
const events = 100_000;
const firstAtMs = Date.parse('2026-01-05T00:00:00Z');

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function batchAnswer(body: string): object {
  const { entities } = JSON.parse(body) as { entities: object };
  const results = Object.keys(entities).map((key) => [key, { status: 204 }] as const);
  return { results: Object.fromEntries(results), errors: {} };
}

function pageOfEvents(url: URL): object {
  const start = Number(url.searchParams.get('start'));
  const count = Number(url.searchParams.get('count'));
  const size = Math.max(0, Math.min(count, events - start));
  const elements = Array.from({ length: size }, (_, index) => ({
    id: `event-${start + index}`,
    threadUrn: `urn:li:messagingThread:${Math.floor((start + index) / 4)}`,
    type: 'INMAIL',
    author: 'urn:li:seat:9001',
    participants: ['urn:li:person:abcdefghij'],
    createdAt: firstAtMs + start + index,
    subject: 'A role at Example',
    content: { body: 'Would you like to talk about it? '.repeat(8) },
  }));
  return { elements, paging: { start, count, total: events, links: [] } };
}

const server = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const answer =
      url.pathname === '/oauth/v2/accessToken'
        ? { access_token: 'token', expires_in: 1_800 }
        : request.method === 'PUT'
          ? batchAnswer(body)
          : pageOfEvents(url);
    const text = JSON.stringify(answer);
    response.setHeader('content-type', 'application/json');
    response.end(text);
  });
});
server.listen(0, '127.0.0.1', () => {
  console.log((server.address() as AddressInfo).port);
});
