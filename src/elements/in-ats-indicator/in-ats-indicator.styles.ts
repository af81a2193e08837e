/** One size in every state, so that nothing moves when a status comes in. */
export const styles =
  ':host{display:inline-block;vertical-align:middle}' +
  ':host([hidden]){display:none}' +
  'button{all:initial;color-scheme:inherit;display:flex;gap:4px;border-radius:12px;color:light-dark(#555,#bbb);font:600 13px/24px system-ui;white-space:nowrap;cursor:pointer}' +
  ':host,button,svg{inline-size:24px;block-size:24px}' +
  '.matched{color:light-dark(#0a66c2,#71b7fb)}' +
  ':host([variant=expanded]),:host([variant=expanded]) button{inline-size:156px}' +
  'button:focus-visible{outline:2px solid}' +
  'svg{flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round}' +
  'span{overflow:hidden;text-overflow:ellipsis}';
