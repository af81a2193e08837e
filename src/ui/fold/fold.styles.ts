import { css } from 'lit';

export const foldStyles = css`
  :host {
    display: block;
    position: relative;
  }

  /* clip, not hidden: what is clipped cannot be scrolled to by accident, by focus or by search. */
  .window[data-folded] {
    overflow: clip;
  }

  .content {
    display: flow-root;
  }

  .more {
    position: absolute;
    inset-block-end: 0;
    inset-inline: 0;
    display: flex;
    align-items: end;
    justify-content: center;
    block-size: 96px;
    padding-block-end: 12px;
    background: linear-gradient(
      to bottom,
      transparent,
      color-mix(in srgb, var(--rsc-surface) 88%, transparent) 45%,
      var(--rsc-surface) 80%
    );
    pointer-events: none;
  }

  button {
    box-shadow: 0 1px 4px rgb(0 0 0 / 14%);
    pointer-events: auto;
  }

  @media (forced-colors: active) {
    .more {
      background: none;
    }
  }

  @media print {
    .window {
      max-block-size: none !important;
    }

    .more {
      display: none;
    }
  }
`;
