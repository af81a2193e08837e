import type { Kit } from 'rsc-embed/backend';

/** Without the settings element: what LinkedIn's plugin has called `onintegrate` with. */
export async function onIntegrate({ integrations }: Kit, id: string, payload: unknown) {
  const { integrations: found, problem } = await integrations.requested(id, payload);
  // LinkedIn is down: what was requested is kept, and the workers tell it later.
  if (problem !== null) return `later: ${problem.code}`;
  return found.map(({ type, state }) => `${type} ${state}`);
}

/** For a page that follows by itself: what has changed since the last look. */
export async function watch({ integrations }: Kit, id: string, lastSeen: number) {
  const events = await integrations.eventsSince(id, lastSeen);
  return { events, lastSeen: events.at(-1)?.id ?? lastSeen };
}

/** Asks LinkedIn now, and takes a configuration away that must not be there. */
export async function tidy({ integrations }: Kit, id: string, context: string) {
  await integrations.refresh(id);
  await integrations.removeConfiguration(
    id,
    { context, type: 'IN_ATS_INDICATOR', tenantType: 'RECRUITER' },
    'APPLICATION_VIEWERS',
  );
  return integrations.configurations(id);
}
