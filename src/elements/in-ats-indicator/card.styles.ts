/** The card starts from initial values, so that nothing of the page is inherited into it. */
export const cardStyles = `
[role=tooltip]{all:initial;position:fixed;inset:auto;z-index:1;margin:0;display:block;box-sizing:border-box;inline-size:max-content;max-inline-size:min(300px,100vw - 8px);padding:12px;border:1px solid;border-color:#8888;border-radius:8px;background:Canvas;color:CanvasText;box-shadow:0 4px 16px #0003;font:13px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
p{margin:4px 0 0}
`;
