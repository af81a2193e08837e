/**
 * The inner box takes on what a reset of the page may do to the element itself, and starts from
 * initial values, so that nothing of the page is inherited into it but whether it is visible. The
 * frame stays hidden until it has greeted: what has loaded may be an error page of the browser.
 *
 * @param name of the element, without its prefix
 */
export const stylesOf = (name: string): string =>
  ':host{display:block}' +
  ':host([hidden]){display:none}' +
  `.box{all:initial;visibility:inherit;display:block;position:relative;max-inline-size:100%;--h:var(--rsc-${name}-height,560px);block-size:var(--h);border-radius:8px;background:#8881;font:14px/1.5 system-ui,sans-serif;color:CanvasText}` +
  '.on{background:none}' +
  '.on .note{display:none}' +
  '.box:not(.on) iframe{visibility:hidden}' +
  'iframe{display:block;inline-size:100%;block-size:100%;border:0}' +
  '.note,.panel{position:absolute;inset:0;padding:16px;overflow:auto}' +
  '.note{inset-block-end:auto;block-size:24px}' +
  '.panel{padding-block-start:56px}' +
  'p{margin:0}' +
  'code{display:block;margin:8px 0;font-size:12px}' +
  'button{all:unset;margin-inline-end:16px;padding:8px 16px;border:1px solid;border-radius:20px;font-weight:600;cursor:pointer}' +
  ':focus-visible{outline:2px solid;outline-offset:2px}' +
  '[hidden]{display:none!important}';
