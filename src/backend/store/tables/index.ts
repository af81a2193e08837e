/** All tables of the newest version, as the queries see them. */
export * from './backfills.ts';
export * from './exchange.ts';
export * from './exports.ts';
export * from './integrations.ts';
export * from './limits.ts';
export * from './rediscovery.ts';
export * from './retrieval.ts';
export * from './shared.ts';
export * from './sync.ts';
export * from './tenants.ts';
export * from './upkeep.ts';
