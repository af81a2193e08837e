import { css } from 'lit';

export const viewStyles = css`
  :host {
    display: block;
    color: var(--rsc-text);
    font: var(--rsc-size) / 1.45 var(--rsc-font);
  }

  main:focus {
    outline: none;
  }

  /* Old data stays readable, and looks old. */
  .aged {
    filter: grayscale(1);
  }

  .strip-bones.slow {
    flex-wrap: nowrap;
    justify-content: flex-start;
    gap: 8px;
    color: var(--rsc-text-muted);
  }

  /*
   * Alone in a frame that keeps its reserved height, a notice looks lost at the top. Moved without
   * being laid out anew, because the height told to the host must not depend on the host's.
   */
  .alone {
    position: relative;
    inset-block-start: max(0px, (100vh - 400px) / 3);
  }

  @media print {
    .alone {
      position: static;
    }
  }
`;
