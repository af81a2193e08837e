/**
 * Document of the hidden frame that all indicators of a page share: one session, one batch of
 * questions at a time, statuses only.
 */
import { createFrameSession } from '../handshake/frame.ts';
import { RscError } from '../protocol/errors.ts';
import { frameBoot } from '../protocol/routes.ts';
import { readMeta } from './boot.ts';
import { startBroker } from './broker/broker.ts';

try {
  const boot = readMeta(frameBoot, 'rsc-boot');
  await startBroker((handlers) => createFrameSession({ boot, ...handlers }));
} catch (error) {
  // Nobody sees this document. Its host notices that it does not answer, and says so.
  if (!(error instanceof RscError)) throw error;
}
