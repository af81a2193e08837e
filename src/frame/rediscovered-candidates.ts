/** Document of the frame with past applicants who fit a job. */
import { createFrameSession } from '../handshake/frame.ts';
import { RscError } from '../protocol/errors.ts';
import { frameBoot } from '../protocol/routes.ts';
import { readMeta } from './boot.ts';
import { showFatal, startRediscoveredPage } from './rediscovered/page.ts';

try {
  const boot = readMeta(frameBoot, 'rsc-boot');
  startRediscoveredPage({
    document,
    connect: (handlers) => createFrameSession({ boot, ...handlers }),
    reload: () => {
      location.reload();
    },
  });
} catch (error) {
  if (!(error instanceof RscError)) throw error;
  showFatal(document, error.code);
}
