/** What the custom-elements manifest describes; src/cli/build/editor-data.ts runs the analyzer. */
export default {
  globs: ['src/elements/**/*.ts'],
  exclude: ['src/**/*.test.ts'],
  // The analyzer would rewrite package.json with the folder of the moment.
  packagejson: false,
};
