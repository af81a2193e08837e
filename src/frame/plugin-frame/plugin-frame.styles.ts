import { css } from 'lit';

export const pluginFrameStyles = css`
  :host {
    display: block;
  }

  .stage {
    position: relative;
    min-block-size: 320px;
  }

  iframe {
    display: block;
    inline-size: 100%;
    border: 0;
    color-scheme: inherit;
  }

  /*
   * Laid out in full size behind the outlines, so that LinkedIn's script finds the width it will
   * have; not hidden, because browsers put hidden frames to sleep.
   */
  .stage:not([data-phase='shown']) iframe {
    position: absolute;
    inset: 0;
    block-size: 100% !important;
    opacity: 0;
    pointer-events: none;
  }
`;
