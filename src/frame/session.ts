/** What views and stores need of a frame session, so that tests can give them one of their own. */
import type { FrameSession, FrameSessionOptions } from '../handshake/frame.ts';

export type { FrameSession, WipeReason } from '../handshake/frame.ts';

export type SessionHandlers = Required<
  Pick<FrameSessionOptions, 'onSettings' | 'onMessage' | 'onWipe' | 'onState'>
>;

/** Makes the session whose news go to these handlers. */
export type ConnectSession = (handlers: SessionHandlers) => FrameSession;
