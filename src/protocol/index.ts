/** Everything that crosses a boundary of ours, with its schema. */
export * from './context.ts';
export * from './errors.ts';
export type * from './events.ts';
export * from './exports.ts';
export * from './ids.ts';
export * from './integrations.ts';
export * from './integrations.ts';
export * from './manifest.ts';
export * from './messages.ts';
export * from './plugin-messages.ts';
export * from './rediscovered.ts';
export * from './requested-integrations.ts';
export * from './routes.ts';
export * from './states.ts';
