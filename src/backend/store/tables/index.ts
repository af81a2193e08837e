/** All tables of the newest version, as the queries see them. */
export * from './integrations.ts';
export * from './shared.ts';
export * from './tenants.ts';
