/** How many files of flows run at a time, each against a demo of its own. */
export const lanes = 2;
