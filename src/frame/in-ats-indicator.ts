/**
 * Document of the hidden frame that all indicators of a page share: one session, one batch of
 * questions at a time, statuses only.
 */
import { createFrameSession } from '../handshake/frame.ts';
import { frameBoot } from '../protocol/routes.ts';
import { readMeta } from './boot.ts';
import { startBroker } from './broker/broker.ts';

const boot = readMeta(frameBoot, 'rsc-boot');
await startBroker((handlers) => createFrameSession({ boot, ...handlers }));
